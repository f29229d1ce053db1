/** The two sides write to each other about a dispute; whoever decides it reads along. */
import { Op } from 'sequelize';
import { addMs, MINUTE } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { otherSide, tellSides } from './announce.ts';
import { DisputeMessage } from './dispute-message-model.ts';
import { takeStep } from './take-step.ts';

/** The same words within a minute are the same message: a form was sent twice. */
export function writeMessage(id: number, words: string, by: Actor, now: Date): Promise<DisputeMessage> {
  return takeStep(id, 'write', by, async step => {
    const recent = { writtenAt: { [Op.gt]: addMs(now, -MINUTE) } };
    const same = await DisputeMessage.findOne({ where: { disputeId: id, byId: by.id, words, ...recent } });
    if (same) return same;
    const message = await DisputeMessage.create({ disputeId: id, byId: by.id, words, writtenAt: now });
    const facts = { by: by.name, words: words.length > 200 ? `${words.slice(0, 199)}…` : words };
    await tellSides('dispute.message', step, now, { facts, to: [otherSide(step.dispute, by)] });
    return message;
  });
}
