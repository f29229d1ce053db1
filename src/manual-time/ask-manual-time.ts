/** The freelancer asks for time that was not tracked. Nothing is logged before the client's yes. */
import { transaction } from '../db/sequelize.ts';
import { openCodeFor } from '../contracts/code-for.ts';
import type { Contract } from '../contracts/contract-model.ts';
import { termsAt } from '../contracts/contract.ts';
import { codeOf } from '../diary/from-wire.ts';
import { lockClock, onceMore } from '../diary/freelancer-clock.ts';
import { record } from '../events/record.ts';
import { fromSeconds, toSeconds } from '../kernel/time.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import type { Stretch } from './free-time.ts';
import { askedTime, loggedTime, stoppedTime } from './logged-time.ts';
import { answerBy, whyNotAsk } from './manual-request.ts';
import { ManualRequest } from './manual-request-model.ts';
import { refuse } from './refuse.ts';

/** @property projectCode one of the contract's, or where its terms allow it a new one */
export type Asked = Stretch & { description: string; projectCode: string | null; reason: string };

/**
 * Under the freelancer's lock, so that of two requests for the same time at once one is taken.
 * @param contract with its terms
 * @throws Refused with a {@link ManualRefusal}, or about its code
 */
export function askManualTime(contract: Contract, asked: Asked, by: Actor, now: Date): Promise<ManualRequest> {
  return onceMore(() =>
    transaction(async () => {
      await lockClock(by.id, now);
      const manualTime = termsAt(contract.terms ?? [], now)?.manualTime ?? false;
      const taken = {
        stopped: await stoppedTime(contract.id, asked),
        logged: await loggedTime(by.id, asked),
        asked: await askedTime(by.id, asked),
      };
      const refusal = whyNotAsk(asked, { contract, manualTime, ...taken }, now);
      if (refusal) refuse(refusal);
      const typed = asked.projectCode === null ? null : codeOf(asked.projectCode);
      const code = typed === null ? null : await openCodeFor(contract.id, typed, { typedById: by.id, at: now });
      const at = toSeconds(now);
      const request = await ManualRequest.create({
        ...{ contractId: contract.id, freelancerId: by.id, from: asked.from, to: asked.to },
        ...{ description: asked.description, projectCode: code?.code ?? null, reason: asked.reason },
        ...{ state: 'open', askedAt: at, answerBy: answerBy(at) },
      });
      const facts = { by: by.name, from: fromSeconds(asked.from).toISOString(), seconds: asked.to - asked.from };
      const { description, projectCode, reason } = request;
      await record('manual-time.asked', {
        ...{ contractId: contract.id, actorId: by.id, now, facts },
        evidence: { request: request.id, description, projectCode, reason },
      });
      const about = { ...facts, title: contract.title, request: request.id, reason: asked.reason };
      await tell('manual-time.asked', { to: contract.clientId, contractId: contract.id, facts: about, now });
      return request;
    }),
  );
}
