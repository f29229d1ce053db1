/**
 * What the payment provider tells by itself. Before sessions, origins and forms: it has none of them, its signature over the very
 * bytes is what counts. It is told that all is well only when everything is kept; otherwise it tells again.
 */
import { raw, Router, type Request, type Response } from 'express';
import type { Outside } from '../outside/outside.ts';
import { BadSignature, type PaymentEvent } from '../outside/payments.ts';
import { heardFromPayments } from './hear-payment.ts';

const LIMIT = '256kb';

export function webhooks({ clock, payments, log }: Outside): Router {
  return Router().post('/webhooks/stripe', raw({ type: () => true, limit: LIMIT }), hear);

  async function hear(req: Request, res: Response) {
    const now = clock.now();
    const events = await signed(req, now);
    if (events === null) return void res.status(400).type('text').send('The signature does not fit.');
    for (const event of events) {
      const heard = await heardFromPayments(event, now);
      if (heard === 'nobody') log.warn({ event }, 'the payment provider told something about no act of ours');
    }
    res.status(200).type('text').send('Heard.');
  }

  async function signed(req: Request, now: Date): Promise<PaymentEvent[] | null> {
    const body: unknown = req.body;
    try {
      return await payments.events(Buffer.isBuffer(body) ? body : Buffer.alloc(0), req.headers, now);
    } catch (error) {
      if (error instanceof BadSignature) return null;
      throw error;
    }
  }
}
