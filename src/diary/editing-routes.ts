/** What a freelancer may change of the diary until the week closes: words, and whether a block stays. */
import { Router, type Request, type Response } from 'express';
import { NotFound, Refused } from '../kernel/errors.ts';
import { dayIn, fromSeconds, type EpochSeconds } from '../kernel/time.ts';
import { authorize, type Action } from '../policy/policy.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { blockRefusalWords, whyNotChange } from './block.ts';
import { askedOf } from './asked.ts';
import type { StoredBlock } from './block-rows.ts';
import { counted } from './block-sums.ts';
import { blockHref, diaryHref, type Viewing } from './block-words.ts';
import { chosenFrom } from './chosen.ts';
import { chosenBlocks } from './chosen-blocks.ts';
import { correctBlocks } from './correct-blocks.ts';
import { dayLocals } from './day-page.ts';
import { deleteBlocks } from './delete-blocks.ts';
import { correctionForm } from './editing-forms.ts';
import { chosenLocals, wordsLocals } from './editing-page.ts';
import { queryOf } from './filter.ts';
import { lossOf } from './loss.ts';
import { restoreBlocks } from './restore-blocks.ts';
import { viewingOf } from './viewing.ts';
import { viewHref } from './ways.ts';

const selection: Screen = { title: 'Select blocks', view: 'diary/selection' };
const correction: Screen = { title: 'Correct what was done', view: 'diary/correction' };
const deletion: Screen = { title: 'Delete blocks', view: 'diary/deletion' };

type Chosen = { viewing: Viewing; starts: EpochSeconds[]; blocks: StoredBlock[] };

export function diaryEditing(secret: Buffer): Router {
  return Router()
    .get('/contracts/:id/diary/:day/selection', signedIn, select)
    .get('/contracts/:id/correction', signedIn, askCorrection)
    .post('/contracts/:id/correction', signedIn, correct)
    .get('/contracts/:id/deletion', signedIn, askDeletion)
    .post('/contracts/:id/deletion', signedIn, remove)
    .post('/contracts/:id/restoration', signedIn, restore);

  async function select(req: Request, res: Response) {
    const viewing = await viewingOf(secret, req);
    authorize(req.actor, 'block.correct', viewing.contract);
    const { place } = askedOf(req, viewing, 'day');
    const all = req.query['all'] !== undefined;
    const path = `${diaryHref(viewing.contract.id, place.day)}/selection`;
    await show(req, res, selection, {
      ...(await dayLocals(viewing, place)),
      all,
      dayHref: viewHref(viewing, 'day', place.day),
      allHref: path + queryOf(viewing.filter, { all: 'yes' }),
      noneHref: path + queryOf(viewing.filter),
    });
  }

  async function askCorrection(req: Request, res: Response) {
    const { viewing, blocks } = await chosen(req, 'block.correct', req.query['block']);
    refuseUnlessOpen(blocks, req.now);
    const form = blankForm(wordsLocals(viewing, blocks).raw);
    await show(req, res, correction, correctionLocals(viewing, blocks, form));
  }

  async function correct(req: Request, res: Response) {
    const { viewing, starts, blocks } = await chosen(req, 'block.correct', bodyOf(req)['block']);
    const form = readForm(correctionForm, req.body);
    const changed = await form.submit(words => correctBlocks(req.actor, viewing.contract, starts, words, req.now));
    if (changed === null) return unchanged(req, res, correction, correctionLocals(viewing, blocks, form), form);
    say(res, changed > 0 ? 'corrected' : 'nothing-corrected');
    redirect(req, res, starts.length === 1 ? blockHref(viewing.contract.id, starts[0]!) : dayHrefOf(viewing, starts));
  }

  async function askDeletion(req: Request, res: Response) {
    const { viewing, blocks } = await chosen(req, 'block.delete', req.query['block']);
    refuseUnlessOpen(blocks, req.now);
    await show(req, res, deletion, { ...(await lossLocals(viewing, blocks)), form: blankForm() });
  }

  async function remove(req: Request, res: Response) {
    const { viewing, starts, blocks } = await chosen(req, 'block.delete', bodyOf(req)['block']);
    const form = readForm(correctionForm, {});
    const deleted = await form.submit(() => deleteBlocks(req.actor, viewing.contract, starts, req.now));
    if (!deleted) return unchanged(req, res, deletion, { ...(await lossLocals(viewing, blocks)), form }, form);
    redirect(req, res, dayHrefOf(viewing, starts));
  }

  async function restore(req: Request, res: Response) {
    const { viewing, starts } = await chosen(req, 'block.delete', bodyOf(req)['block']);
    await restoreBlocks(req.actor, viewing.contract, starts, req.now);
    say(res, 'restored');
    redirect(req, res, dayHrefOf(viewing, starts));
  }

  async function chosen(req: Request, action: Extract<Action, `block.${string}`>, given: unknown): Promise<Chosen> {
    const viewing = await viewingOf(secret, req);
    authorize(req.actor, action, viewing.contract);
    if (given === undefined) throw new Refused('nothing-chosen', 'Choose at least one block first.');
    const starts = chosenFrom(given);
    if (!starts) throw new NotFound('block');
    return { viewing, starts, blocks: await chosenBlocks(viewing.contract, starts) };
  }
}

const bodyOf = (req: Request): Record<string, unknown> => (req.body ?? {}) as Record<string, unknown>;

function correctionLocals(viewing: Viewing, blocks: StoredBlock[], form: Form<unknown>) {
  return { ...chosenLocals(viewing, blocks), ...wordsLocals(viewing, blocks), form };
}

/** What is chosen, and what is not paid any more when it goes. */
const lossLocals = async (viewing: Viewing, blocks: readonly StoredBlock[]) => ({
  ...chosenLocals(viewing, blocks),
  loss: await lossOf(viewing.contract, counted(blocks)),
});

function refuseUnlessOpen(blocks: readonly StoredBlock[], now: Date): void {
  const refusal = blocks.map(block => whyNotChange(block, now)).find(why => why !== null);
  if (refusal) throw new Refused(refusal, blockRefusalWords[refusal], 409);
}

const dayHrefOf = ({ contract, actor }: Viewing, starts: readonly EpochSeconds[]): string =>
  diaryHref(contract.id, dayIn(fromSeconds(starts[0]!), actor.timeZone));
