/** What waits for somebody's answer, contract by contract: one sentence each, and where it is answered. */
import { Op } from 'sequelize';
import { disputesWaitingFor } from '../disputes/waiting-disputes.ts';
import { lateHref } from '../manual-time/late-page.ts';
import type { WaitingTime } from '../manual-time/late-rows.ts';
import { ManualRequest } from '../manual-time/manual-request-model.ts';
import { toSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { isOver, type ProposalKind } from './proposal.ts';
import { Proposal } from './proposal-model.ts';

export type Waiting = { words: string; href: string };

const proposalWords: Record<ProposalKind, string> = {
  terms: 'Change of terms waits for your answer',
  overtime: 'A request for more hours this week waits for your answer',
  'fixed-price': 'A fixed price waits for your answer',
};

/** @param ids of contracts of this person's, at most a page of them @param lateTime of theirs that waits for a yes */
export async function waitingFor(
  actor: Actor,
  ids: readonly number[],
  lateTime: readonly WaitingTime[],
  now: Date,
): Promise<(contractId: number) => Waiting[]> {
  if (ids.length === 0) return () => [];
  const answersTime = actor.role === 'client';
  const [proposals, requests, disputes] = await Promise.all([
    proposalsFor(actor, ids, now),
    answersTime ? requestsFor(ids, now) : [],
    disputesWaitingFor(actor, ids),
  ]);
  return contractId => {
    const mine = <T extends { contractId: number }>(all: readonly T[]): T[] =>
      all.filter(one => one.contractId === contractId);
    const at = `/contracts/${contractId}`;
    return [
      ...mine(disputes).map(({ words, href }) => ({ words, href })),
      ...mine(proposals).map(({ kind, id }) => ({ words: proposalWords[kind], href: `${at}#proposal-${id}` })),
      ...manualWords(
        mine(requests).map(({ id }) => id),
        at,
      ),
      ...weeksOf(answersTime ? mine(lateTime) : []).map(week => ({
        words: 'Late time waits for your answer',
        href: lateHref(contractId, week),
      })),
    ];
  };
}

const weeksOf = (late: readonly WaitingTime[]): number[] => [...new Set(late.map(({ week }) => week))];

function manualWords(ids: readonly number[], at: string): Waiting[] {
  if (ids.length === 0) return [];
  if (ids.length === 1)
    return [{ words: '1 manual time request waits for your answer', href: `${at}/manual-time/${ids[0]}` }];
  return [{ words: `${ids.length} manual time requests wait for your answer`, href: `${at}/manual-time` }];
}

async function proposalsFor({ id }: Actor, ids: readonly number[], now: Date): Promise<Proposal[]> {
  const where = { contractId: [...ids], state: 'open', proposedById: { [Op.ne]: id } } as const;
  const open = await Proposal.findAll({ where, order: [['id', 'ASC']] });
  return open.filter(proposal => !isOver(proposal, now));
}

const requestsFor = (ids: readonly number[], now: Date): Promise<ManualRequest[]> =>
  ManualRequest.findAll({
    attributes: ['id', 'contractId'],
    where: { contractId: [...ids], state: 'open', answerBy: { [Op.gt]: toSeconds(now) } },
    order: [['id', 'ASC']],
  });
