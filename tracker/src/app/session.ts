/** Signing in and out. The secret lies in the tracker's own folder, which only its owner can read. */
import * as z from 'zod';
import { SECOND_FACTOR_NEEDED, state as wireState } from '../../../src/wire/tracker.ts';
import { readJson, replaceText } from '../core/disk.ts';
import { sameOwner, tryAgain, type Owner } from '../core/queue.ts';
import { settleDraft } from './drafting.ts';
import { emptyDraft, ownerOf, type Model, type Session } from './model.ts';
import type { Outside } from './outside.ts';
import { remember } from './recent.ts';
import { STATE_FILE, type Sending } from './sending.ts';

const SESSION_FILE = 'session.json';
const ADDRESS_FILE = 'address.json';

const savedSession = z.object({
  server: z.string(),
  token: z.string(),
  person: z.object({ id: z.number(), name: z.string(), email: z.string(), timeZone: z.string() }),
});

/** `https://time.example.org` from what a person types; `null` when it is no address. */
export function addressOf(typed: string): string | null {
  const text = typed.trim();
  const local = /^(localhost|127\.|\[::1\])/.test(text);
  try {
    const url = new URL(/^https?:\/\//.test(text) ? text : `${local ? 'http' : 'https'}://${text}`);
    return url.username || url.pathname !== '/' || url.search || url.hash ? null : url.origin;
  } catch {
    return null;
  }
}

/** Brings back the session and the address of the last run, if any. */
export async function restoreSession(model: Model, { disk }: Outside): Promise<void> {
  const address = await readJson(disk, ADDRESS_FILE);
  if (typeof address === 'string') model.address = address;
  const saved = savedSession.safeParse(await readJson(disk, SESSION_FILE));
  if (saved.success) await enter(model, disk, saved.data);
  else model.stage = 'signed-out';
}

async function enter(model: Model, disk: Outside['disk'], session: Session): Promise<void> {
  model.session = session;
  model.stage = 'signed-in';
  model.codeNeeded = false;
  model.suspended = null;
  model.queue = tryAgain(model.queue);
  const cached = (await readJson(disk, STATE_FILE)) as { owner?: Owner; state?: unknown } | null;
  const state = wireState.safeParse(cached?.state);
  const mine = cached?.owner !== undefined && sameOwner(cached.owner, ownerOf(session));
  model.state = mine && state.success ? state.data : null;
  if (model.state) model.confirmedAt ??= Math.floor(Date.parse(model.state.serverTime) / 1000);
  await remember(model, disk);
  settleDraft(model);
}

/** The session has ended elsewhere: asks for the password again. The timer goes on, what waits and what was typed stays. */
export function askAgain(model: Model): void {
  if (!model.session) return;
  model.address = model.session.server;
  model.email = model.session.person.email;
  model.problem = model.suspended;
  model.codeNeeded = false;
  model.stage = 'signed-out';
}

/** `code` of the authenticator, when the server asks for one. */
export type SignInForm = { address: string; email: string; password: string; code?: string };

/**
 * Signs in; what went wrong is in `model.problem`. Work of the same person goes on; somebody else begins anew.
 * @param endWork ends the work and waits until it is on disk
 */
export async function signIn(
  model: Model,
  outside: Outside,
  sending: Sending,
  form: SignInForm,
  endWork: () => Promise<void>,
): Promise<void> {
  const address = addressOf(form.address);
  if (!address) {
    model.problem = 'This is no address of a server. It looks like https://time.example.org.';
    return;
  }
  const code = form.code?.trim() ?? '';
  const reply = await outside.server(address, null).signIn({
    email: form.email.trim(),
    password: form.password,
    device: await outside.device(),
    // A server from before there were codes does not know the field.
    ...(model.codeNeeded && code !== '' && { code }),
  });
  model.address = address;
  if (!reply.ok) {
    model.problem = reply.message;
    if (reply.code === SECOND_FACTOR_NEEDED) model.codeNeeded = true;
    if (reply.answer.meaning === 'update') model.queue = { ...model.queue, hold: 'update' };
    return;
  }
  const session = { server: address, token: reply.value.token, person: reply.value.person };
  if (model.session && !sameOwner(ownerOf(model.session), ownerOf(session))) {
    await endWork();
    forget(model);
  }
  sending.heard(reply);
  await replaceText(outside.disk, ADDRESS_FILE, JSON.stringify(address));
  await replaceText(outside.disk, SESSION_FILE, JSON.stringify(session));
  await enter(model, outside.disk, session);
  await sending.refresh();
}

/** Ends the work, then the session, here and on the server. What waits stays, and is sent when this person is back. */
export async function signOut(model: Model, outside: Outside, endWork: () => Promise<void>): Promise<void> {
  const { session } = model;
  if (!session) return;
  await endWork();
  await outside.server(session.server, session.token).signOut();
  await outside.disk.remove(SESSION_FILE);
  await outside.disk.remove(STATE_FILE);
  model.email = session.person.email;
  forget(model);
  model.stage = 'signed-out';
}

/** Nothing of one person is shown to the next. */
function forget(model: Model): void {
  Object.assign(model, { session: null, state: null, picture: null, elsewhere: null, standing: null, paused: null });
  Object.assign(model, { confirmedAt: null, recoveredUntil: null, captureFailure: null, draft: { ...emptyDraft } });
}
