/** Disputes as their two sides see them: opening one, the list, one with everything, and every step of it. */
import { readFile } from 'node:fs/promises';
import { Router, type Request, type Response } from 'express';
import type { Outside } from '../outside/outside.ts';
import { numberIn } from '../billing/giving-forms.ts';
import { viewingOf } from '../diary/viewing.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { withReceivedFiles } from '../web/received-files.ts';
import { say, type Said } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { addFiles } from './add-files.ts';
import { acceptDecision, appealDispute } from './appeal-dispute.ts';
import { appealForm, button, messageForm, splitForm } from './dispute-forms.ts';
import type { Dispute } from './dispute-model.ts';
import { findDispute, findFile } from './find-dispute.ts';
import { disputeList } from './list-page.ts';
import { partyLocals } from './party-page.ts';
import { acceptSplit, declineSplit, offerSplit } from './settle-by-split.ts';
import { MAX_FILE_BYTES, MAX_FILES } from './statement-file.ts';
import { withdrawDispute } from './withdraw-dispute.ts';
import { writeMessage } from './write-message.ts';

const listScreen: Screen = { title: 'Disputes', view: 'disputes/list' };
const oneScreen: Screen = { title: 'Dispute', view: 'disputes/show' };
const FILES = { field: 'files', maxFiles: MAX_FILES, maxBytes: MAX_FILE_BYTES };

const disputeOf = (req: Request): Promise<Dispute> => findDispute(req.params['id'], req.actor);
const offerIn = ({ params }: Request): number => numberIn(params['offer']);

/** Which form of the page was sent: its message is shown there, and the others stay empty. */
type Part = 'split' | 'message' | 'appeal' | 'files' | 'step';

export function disputes({ storage }: Outside, secret: Buffer): Router {
  const withdraw = step('dispute-withdrawn', ({ id }, { actor, now }) => withdrawDispute(id, actor, now));
  const accept = step('decision-accepted', ({ id }, { actor, now }) => acceptDecision(id, actor, now));
  const settle = step('split-accepted', ({ id }, req) => acceptSplit(id, offerIn(req), req.actor, req.now));
  const refuse = step('split-declined', ({ id }, req) => declineSplit(id, offerIn(req), req.actor, req.now));

  return Router()
    .get('/disputes', signedIn, list)
    .get('/disputes/:id', signedIn, async (req, res) => showOne(req, res, await disputeOf(req)))
    .get('/disputes/:id/files/:file', signedIn, sendFile)
    .post('/disputes/:id/withdrawal', signedIn, withdraw)
    .post('/disputes/:id/acceptance', signedIn, accept)
    .post('/disputes/:id/appeal', signedIn, appeal)
    .post('/disputes/:id/messages', signedIn, write)
    .post('/disputes/:id/files', signedIn, add)
    .post('/disputes/:id/offers', signedIn, offer)
    .post('/disputes/:id/offers/:offer/acceptance', signedIn, settle)
    .post('/disputes/:id/offers/:offer/refusal', signedIn, refuse);

  async function list(req: Request, res: Response) {
    authorize(req.actor, 'disputes.see');
    await show(req, res, listScreen, await disputeList(req.actor, Number(req.query['page'])));
  }

  async function localsOf(req: Request, dispute: Dispute, refused: { part: Part; form: Form<unknown> } | null) {
    const asking = { ...{ query: {}, actor: req.actor, session: req.session, now: req.now } };
    const viewing = await viewingOf(secret, { ...asking, params: { id: String(dispute.contractId) } });
    const locals = await partyLocals(dispute, viewing);
    const formOf = (part: Part): Form<unknown> => (refused?.part === part ? refused.form : blankForm());
    const forms = { split: formOf('split'), message: formOf('message'), appeal: formOf('appeal') };
    return { ...locals, form: refused?.form ?? blankForm(), forms: { ...forms, files: formOf('files') } };
  }

  async function showOne(req: Request, res: Response, dispute: Dispute) {
    await show(req, res, oneScreen, await localsOf(req, dispute, null));
  }

  /** Back to the dispute, or the same page with what was typed and why it was not done. */
  async function answer(
    req: Request,
    res: Response,
    dispute: Dispute,
    { done, part, form, said }: { done: boolean; part: Part; form: Form<unknown>; said: Said },
  ) {
    if (!done) return unchanged(req, res, oneScreen, await localsOf(req, await dispute.reload(), { part, form }), form);
    say(res, said);
    redirect(req, res, `/disputes/${dispute.id}`);
  }

  /** A button: the act has nothing to be typed. */
  function step(said: Said, act: (dispute: Dispute, req: Request) => Promise<unknown>) {
    return async (req: Request, res: Response) => {
      const dispute = await disputeOf(req);
      const form = readForm(button, req.body);
      const done = await form.submit(async () => act(dispute, req).then(() => true));
      await answer(req, res, dispute, { done: done ?? false, part: 'step', form, said });
    };
  }

  async function appeal(req: Request, res: Response) {
    const dispute = await disputeOf(req);
    const form = readForm(appealForm, req.body);
    const done = await form.submit(({ appeal: words }) => appealDispute(dispute.id, words, req.actor, req.now));
    await answer(req, res, dispute, { done: done !== null, part: 'appeal', form, said: 'appealed' });
  }

  async function write(req: Request, res: Response) {
    const dispute = await disputeOf(req);
    const form = readForm(messageForm, req.body);
    const done = await form.submit(({ message }) => writeMessage(dispute.id, message, req.actor, req.now));
    await answer(req, res, dispute, { done: done !== null, part: 'message', form, said: 'message-sent' });
  }

  async function offer(req: Request, res: Response) {
    const dispute = await disputeOf(req);
    const form = readForm(splitForm(dispute.held), req.body);
    const done = await form.submit(({ amount, note }) =>
      offerSplit(dispute.id, { amount, words: note }, req.actor, req.now),
    );
    await answer(req, res, dispute, { done: done !== null, part: 'split', form, said: 'split-offered' });
  }

  async function add(req: Request, res: Response) {
    const dispute = await disputeOf(req);
    const form = readForm(button, {});
    const done = await form.submit(() =>
      withReceivedFiles(req, res, FILES, async received => {
        const files = received.map(async ({ path, name }) => ({ name, bytes: await readFile(path) }));
        await addFiles(dispute.id, await Promise.all(files), req.actor, storage, req.now);
        return true;
      }),
    );
    await answer(req, res, dispute, { done: done ?? false, part: 'files', form, said: 'files-added' });
  }

  async function sendFile(req: Request, res: Response) {
    const file = await findFile(await disputeOf(req), req.params['file']);
    const bytes = await storage.get(file.storageKey);
    if (!bytes) throw new Error(`the file ${file.id} of a dispute is gone`);
    res.set('Cache-Control', 'private, no-store');
    // Only pictures we have looked through are shown in the browser.
    if (file.type === 'application/pdf') res.attachment(file.name);
    res.type(file.type).send(bytes);
  }
}
