/** One question to a server that may die while it answers. Over a connection of its own, so that its end is the end of the question. */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** @property tookMs from the question to the whole answer */
export type Answer = { status: number; retryAfter: string | null; tookMs: number; body: Buffer };
type Asked = { method?: string; headers?: Record<string, string>; body?: FormData | URLSearchParams };

/** @returns null when nobody answered, or not to the end */
export async function call(url: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer | null> {
  const began = performance.now();
  const sent = body && new Response(body);
  const bytes = sent ? Buffer.from(await sent.arrayBuffer()) : Buffer.alloc(0);
  const type = sent?.headers.get('content-type');
  const length = { 'Content-Length': String(bytes.length), ...(type && { 'Content-Type': type }) };
  try {
    const asked = request(url, { method, headers: { ...headers, ...length }, agent: false });
    asked.end(bytes);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const said = await buffer(answer);
    if (!answer.complete) return null;
    const retryAfter = answer.headers['retry-after'] ?? null;
    return { status: answer.statusCode!, retryAfter, tookMs: performance.now() - began, body: said };
  } catch {
    return null;
  }
}
