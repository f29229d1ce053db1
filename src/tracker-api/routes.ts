/** The tracker's doors. Shapes: `wire/tracker.ts`. */
import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { offerHandOver } from '../accounts/hand-over.ts';
import { hasSecondFactor, proveSecondFactor } from '../accounts/prove-second-factor.ts';
import { checkCredentials } from '../accounts/sign-in.ts';
import type { Sessions } from '../accounts/sessions.ts';
import { deleteBlocks } from '../diary/delete-blocks.ts';
import { findBlockById } from '../diary/block-rows.ts';
import { noteContact } from '../diary/freelancer-clock.ts';
import { keepBlock, type KeptBlock } from '../diary/keep-block.ts';
import { explained } from '../diary/verdict.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { fromSeconds } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { signInDoors, TOO_OFTEN } from '../web/doors.ts';
import {
  blockId,
  handOverTo,
  SECOND_FACTOR_NEEDED,
  signIn,
  timerNow,
  type BlockDeleted,
  type BlockKept,
  type Greeting,
  type HandOver,
  type SignedIn,
  type State,
  type TimerHeard,
} from '../wire/tracker.ts';
import { answer, anyOrigin, refusals, understood } from './answers.ts';
import { atNow, bearer } from './bearer.ts';
import { hearTimer } from './hear-timer.ts';
import { stateFor } from './state.ts';
import { readUpload, uploadOf } from './upload.ts';

export function trackerApi({ clock, storage, log }: Outside, sessions: Sessions, publicUrl: string): Router {
  const doors = signInDoors(clock, (req, res) => {
    res.set('Retry-After', '900');
    answer(req, res, { error: { code: 'too-many-attempts', message: TOO_OFTEN } }, 429);
  });
  const json = express.json({ limit: '10kb' });

  return Router()
    .use(atNow(clock), anyOrigin, understood)
    .post('/session', json, ...doors, startSession)
    .use(bearer(sessions))
    .delete('/session', endSession)
    .get('/state', state)
    .put('/blocks/:id', onlyFreelancers, readUpload, putBlock)
    .delete('/blocks/:id', onlyFreelancers, removeBlock)
    .post('/hand-over', json, handOver)
    .put('/timer', onlyFreelancers, json, hear)
    .use(() => {
      throw new NotFound('address');
    })
    .use(refusals(log));

  async function startSession(req: Request, res: Response) {
    const { email, password, device, code } = parse(signIn, req.body);
    const user = await checkCredentials({ email, password });
    if (user.role !== 'freelancer')
      throw new Refused(
        'not-a-freelancer',
        'The tracker is for freelancers. Clients see their work diaries on the web.',
        403,
      );
    await proveFor(user.id, code, req.now);
    const { id: token } = await sessions.tracker.createSession(user.id, { device, parentId: null });
    await noteContact(user.id, req.now);
    const person = { id: user.id, name: user.name, email: user.email, timeZone: user.timeZone };
    answer<SignedIn>(req, res, { token, person }, 201);
  }

  async function endSession(req: Request, res: Response) {
    await sessions.tracker.invalidateSession(req.session.secret);
    answer<Greeting>(req, res, {});
  }

  async function state(req: Request, res: Response) {
    if (req.actor.role === 'freelancer') await noteContact(req.actor.id, req.now);
    answer<State>(req, res, await stateFor(req.actor, req.now));
  }

  async function putBlock(req: Request, res: Response) {
    const { block, files } = uploadOf(req);
    const kept = await keepBlock(block, files, req.actor.id, storage, req.now);
    answer<BlockKept>(req, res, { block: receipt(kept) });
  }

  async function removeBlock(req: Request, res: Response) {
    const id = blockId.safeParse(req.params['id']);
    const block = id.success ? await findBlockById(id.data.toLowerCase(), req.actor.id) : null;
    if (!block) throw new NotFound('block');
    // Deleting twice is harmless: the tracker may not have heard the first answer.
    if (block.deletedAt === null)
      await deleteBlocks(req.actor, { id: block.contractId, freelancerId: req.actor.id }, [block.startedAt], req.now);
    answer<BlockDeleted>(req, res, { block: { id: block.id, seconds: block.seconds } });
  }

  async function hear(req: Request, res: Response) {
    const { contractId } = parse(timerNow, req.body);
    const other = await hearTimer(req.session.row, req.actor, contractId, req.now);
    const elsewhere = other && { device: other.device, heardAt: other.heardAt.toISOString() };
    answer<TimerHeard>(req, res, { elsewhere });
  }

  async function handOver(req: Request, res: Response) {
    const { contractId } = parse(handOverTo, req.body ?? {});
    const destination = contractId === undefined ? '/my-jobs' : `/contracts/${contractId}/diary`;
    const { secret, expiresAt } = await offerHandOver(
      { id: req.session.row, userId: req.actor.id },
      destination,
      req.now,
    );
    answer<HandOver>(req, res, { url: `${publicUrl}/hand-over/${secret}`, expiresAt: expiresAt.toISOString() }, 201);
  }
}

/** @throws Refused `second-factor-needed` when a code is asked for and none came; as `proveSecondFactor` does when it is wrong */
async function proveFor(userId: number, code: string | undefined, now: Date): Promise<void> {
  if (!(await hasSecondFactor(userId))) return;
  if (code === undefined)
    throw new Refused(SECOND_FACTOR_NEEDED, 'Enter the code that your authenticator shows now.', 401);
  await proveSecondFactor(userId, code, now);
}

function onlyFreelancers(req: Request, _res: Response, next: () => void): void {
  if (req.actor.role !== 'freelancer') throw new Refused('not-a-freelancer', 'Only freelancers log time.', 403);
  next();
}

function parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Refused('malformed', `The request cannot be read: ${parsed.error.issues[0]?.message ?? 'unknown'}.`, 400);
}

const receipt = ({ id, contractId, seconds, receivedAt, protected: safe, reasons }: KeptBlock): BlockKept['block'] => ({
  id,
  contractId,
  seconds,
  receivedAt: fromSeconds(receivedAt).toISOString(),
  verdict: { protected: safe, reasons: explained(reasons) },
});
