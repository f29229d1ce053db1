/** The work diary: days, blocks, pictures, and deleting what is one's own. */
import { Router, type Request, type Response } from 'express';
import { findContract } from '../contracts/find-contract.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { dayIn, fromSeconds, parseDay, weekCloses } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize, may } from '../policy/policy.ts';
import { blankForm } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { blockRefusalWords, whyNotDelete } from './block.ts';
import { findBlock, type StoredBlock } from './block-rows.ts';
import { deleteBlock } from './delete-block.ts';
import { blockHref, blockLocals, contractLocals, diaryHref, type DiaryContract, type Viewing } from './block-words.ts';
import { dayLocals } from './day-page.ts';
import { viewerLocals } from './viewer-page.ts';
import { recordView } from './record-view.ts';
import { pictureKey } from './storage-keys.ts';
import { thumbGrant } from './thumb-grant.ts';

const dayScreen = (title: string): Screen => ({
  title,
  view: 'diary/show',
  regions: { day: 'diary/_day', live: 'diary/_live' },
});
const blockScreen = (title: string): Screen => ({ title, view: 'diary/block' });
const deletionScreen: Screen = { title: 'Delete a block', view: 'diary/deletion' };

export function diary({ storage }: Outside, secret: Buffer): Router {
  return Router()
    .get('/contracts/:id/diary', signedIn, showDay)
    .get('/contracts/:id/diary/:day', signedIn, showDay)
    .get('/contracts/:id/blocks/:startedAt', signedIn, showBlock)
    .get('/contracts/:id/blocks/:startedAt/screenshots/:number', signedIn, sendPicture)
    .get('/contracts/:id/blocks/:startedAt/deletion', signedIn, askDeletion)
    .post('/contracts/:id/blocks/:startedAt/deletion', signedIn, doDelete);

  async function viewingOf(req: Request): Promise<Viewing> {
    const contract = await findContract(req.params['id'], req.actor, ['client', 'freelancer', 'terms']);
    if (contract.freelancerId === null || contract.state !== 'active') throw new NotFound('work diary');
    const grant = thumbGrant(secret, { contractId: contract.id, sessionSecret: req.session.secret }, req.now);
    return {
      contract: contract as DiaryContract,
      actor: req.actor,
      now: req.now,
      thumbs: `/thumbs/${contract.id}/${grant}`,
    };
  }

  async function blockOf(req: Request, { contract }: Viewing): Promise<StoredBlock> {
    const text = String(req.params['startedAt']);
    const block = /^\d{1,10}$/.test(text) ? await findBlock(contract.freelancerId, Number(text)) : null;
    if (block?.contractId !== contract.id) throw new NotFound('block');
    return block;
  }

  async function showDay(req: Request, res: Response) {
    const viewing = await viewingOf(req);
    const text = req.params['day'];
    const day = text === undefined ? dayIn(req.now, req.actor.timeZone) : parseDay(String(text));
    if (day === null) throw new NotFound('day');
    await show(req, res, dayScreen(`${viewing.contract.title}, ${day}`), await dayLocals(viewing, day));
  }

  async function showBlock(req: Request, res: Response) {
    const viewing = await viewingOf(req);
    const block = await blockOf(req, viewing);
    const mayDelete = may(req.actor, 'block.delete', viewing.contract) && whyNotDelete(block, req.now) === null;
    const deletionHref = mayDelete ? `${blockHref(viewing.contract.id, block.startedAt)}/deletion` : null;
    const locals = await viewerLocals(viewing, block);
    await show(req, res, blockScreen(`${locals.block.from} ${viewing.contract.title}`), { ...locals, deletionHref });
  }

  async function sendPicture(req: Request, res: Response) {
    const viewing = await viewingOf(req);
    const block = await blockOf(req, viewing);
    const shot = block.shots.find(({ number }) => String(number) === req.params['number']);
    if (!shot?.received || block.deletedAt !== null) throw new NotFound('screenshot');
    const bytes = await storage.get(pictureKey(block, shot.number, shot.received));
    if (!bytes) throw new NotFound('screenshot');
    await recordView(block, req.actor, req.now);
    res.set('Cache-Control', 'private, no-store').type('image/jpeg').send(bytes);
  }

  async function askDeletion(req: Request, res: Response) {
    const viewing = await viewingOf(req);
    authorize(req.actor, 'block.delete', viewing.contract);
    const block = await blockOf(req, viewing);
    const refusal = whyNotDelete(block, req.now);
    if (refusal) throw new Refused(refusal, blockRefusalWords[refusal], 409);
    await show(req, res, deletionScreen, deletionLocals(viewing, block));
  }

  async function doDelete(req: Request, res: Response) {
    const viewing = await viewingOf(req);
    authorize(req.actor, 'block.delete', viewing.contract);
    const block = await blockOf(req, viewing);
    const form = blankForm();
    const day = dayIn(fromSeconds(block.startedAt), req.actor.timeZone);
    try {
      await deleteBlock(req.actor, block.startedAt, storage, req.now);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      form.refuse(error);
      return unchanged(req, res, deletionScreen, { ...deletionLocals(viewing, block), form }, form);
    }
    say(res, 'deleted');
    redirect(req, res, diaryHref(viewing.contract.id, day));
  }

  function deletionLocals(viewing: Viewing, block: StoredBlock) {
    const words = blockLocals(block, viewing);
    const href = blockHref(viewing.contract.id, block.startedAt);
    return {
      contract: contractLocals(viewing),
      block: words,
      zone: viewing.actor.timeZone,
      day: dayIn(fromSeconds(block.startedAt), viewing.actor.timeZone),
      form: blankForm(),
      action: `${href}/deletion`,
      backHref: href,
      lostSeconds: block.seconds,
      lostAmount: words.amount,
      deadline: fromSeconds(weekCloses(block.startedAt)),
    };
  }
}
