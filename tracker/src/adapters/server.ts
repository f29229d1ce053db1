/** Speaks to the server. The protocol is `src/wire/tracker.ts`; nothing else is sent or believed. */
import * as z from 'zod';
import * as wire from '../../../src/wire/tracker.ts';
import type { Reply, ServerClient, Unanswered } from '../app/outside.ts';
import type { Millisecond } from '../core/chance.ts';

const PATIENCE: Millisecond = 15_000;
const UPLOAD_PATIENCE: Millisecond = 60_000;

const UNREACHED = 'The server cannot be reached.';
const STRANGE = 'This address does not answer like an Impact Time server.';

/** @param token the session's secret; `null` before signing in */
export function serverAt(address: string, token: string | null): ServerClient {
  async function ask<T extends z.ZodType>(
    method: string,
    path: string,
    answer: T,
    body?: FormData | object,
  ): Promise<Reply<z.infer<T>>> {
    const upload = body instanceof FormData;
    const headers = new Headers({ [wire.PROTOCOL_HEADER]: String(wire.PROTOCOL) });
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    if (body && !upload) headers.set('content-type', 'application/json');
    const sent = performance.now();
    try {
      const response = await fetch(`${address}/tracker-api${path}`, {
        method,
        headers,
        body: upload ? body : body ? JSON.stringify(body) : null,
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(upload ? UPLOAD_PATIENCE : PATIENCE),
      });
      const said: unknown = await response.json().catch(() => null);
      const received = performance.now();
      if (!response.ok) return refusedWith(response, said);
      const parsed = answer.safeParse(said);
      return parsed.success ? { ok: true, value: parsed.data, sent, received } : later(STRANGE, true);
    } catch {
      return later(UNREACHED, false);
    }
  }

  return {
    signIn: who => ask('POST', '/session', wire.signedIn, who),
    signOut: () => ask('DELETE', '/session', z.object({})),
    state: () => ask('GET', '/state', wire.state),
    handOver: to => ask('POST', '/hand-over', wire.handOver, to),
    tellTimer: now => ask('PUT', '/timer', wire.timerHeard, now),
    putBlock(id, block, pictures) {
      const form = new FormData();
      form.set('block', JSON.stringify(block));
      pictures.forEach((bytes, i) => form.append('screenshot', new Blob([bytes], { type: 'image/jpeg' }), `${i}.jpg`));
      return ask('PUT', `/blocks/${id}`, wire.blockKept, form);
    },
  };
}

const later = (message: string, reached: boolean): Unanswered => ({
  ok: false,
  message,
  answer: { meaning: 'later', reached, retryAfter: null },
});

function refusedWith(response: Response, said: unknown): Unanswered {
  const parsed = wire.refusal.safeParse(said);
  const error = parsed.success ? parsed.data.error : null;
  const message = error?.message ?? STRANGE;
  const no = { ok: false, message, ...(error && { code: error.code }) } as const;
  const meaning = wire.meaningOf(response.status, error?.code);
  if (meaning === 'sign-in' || meaning === 'update') return { ...no, answer: { meaning } };
  if (meaning === 'refused') return { ...no, answer: { meaning, code: error?.code ?? '', message } };
  const seconds = Number(response.headers.get('retry-after'));
  const retryAfter = seconds > 0 ? Math.min(seconds, 600) * 1000 : null;
  return { ...no, answer: { meaning: 'later', reached: true, retryAfter } };
}
