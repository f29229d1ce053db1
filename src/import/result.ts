/** What the page says after a file was brought. */
import { Op } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { dateTime, dayIn, fromSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { secondsOf, type Brought, type TakenBlock } from './bring-time.ts';

export async function resultLocals({ taken, already, refused }: Brought, actor: Actor) {
  const titles = await titlesOf([...taken, ...refused.flatMap(({ block }) => block ?? [])], actor);
  const contracts = [...new Set(taken.map(({ contractId }) => contractId))];
  return {
    taken: { blocks: taken.length, seconds: secondsOf(taken) },
    already,
    projects: contracts.map(id => {
      const blocks = taken.filter(({ contractId }) => contractId === id);
      return { title: titles.get(id) ?? '', ...sumsOf(blocks), diaryHref: diaryHref(id, blocks, actor) };
    }),
    refused: refused.map(({ block, words }) => ({
      when: block && dateTime(fromSeconds(block.startedAt), actor.timeZone),
      seconds: block?.seconds ?? null,
      project: (block && titles.get(block.contractId)) ?? null,
      words,
    })),
  };
}

function sumsOf(blocks: readonly TakenBlock[]) {
  const seconds = secondsOf(blocks);
  const safe = secondsOf(blocks.filter(block => block.protected));
  return { blocks: blocks.length, seconds, protectedSeconds: safe, allProtected: safe === seconds };
}

/** The day of the oldest block. */
function diaryHref(contractId: number, blocks: readonly TakenBlock[], actor: Actor): string {
  const first = Math.min(...blocks.map(({ startedAt }) => startedAt));
  return `/contracts/${contractId}/diary/${dayIn(fromSeconds(first), actor.timeZone)}`;
}

async function titlesOf(blocks: readonly { contractId: number }[], actor: Actor): Promise<Map<number, string>> {
  const ids = [...new Set(blocks.map(({ contractId }) => contractId))];
  const found = await Contract.findAll({ where: { [Op.and]: [{ id: ids }, Contract.visibleTo(actor)] } });
  return new Map(found.map(({ id, title }) => [id, title]));
}
