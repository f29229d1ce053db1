/** What the page of a contract's evidence shows. */
import { Op } from 'sequelize';
import type { Contract } from '../contracts/contract-model.ts';
import { User } from '../accounts/user-model.ts';
import { dateTime, dayShort } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import type { Screen } from '../web/page.ts';
import type { Entry } from './chain.ts';
import { headOf, newestEntries } from './entry-rows.ts';
import { entryWords } from './entry-words.ts';
import { checkState } from './evidence-check.ts';
import { EvidenceCheck } from './evidence-check-model.ts';
import { leavesOf, newestRoot } from './root-rows.ts';

const ENTRIES_ON_A_PAGE = 25;

export const checkScreen: Screen = {
  title: 'Evidence',
  view: 'evidence/show',
  regions: { check: 'evidence/_check' },
};

/** @param before entries before this one, for older pages */
export async function checkLocals(contract: Contract, actor: Actor, now: Date, before?: number) {
  const { id, title } = contract;
  const [head, check] = [await headOf(id), await newestCheck(id, actor, now)];
  const entries = await newestEntries(id, ENTRIES_ON_A_PAGE, before);
  const last = entries.at(-1)?.seq ?? 1;
  return {
    contract: { id, title },
    here: `/contracts/${id}/evidence`,
    check,
    length: head?.seq ?? 0,
    hash: head?.hash.toString('hex') ?? null,
    root: await rootLocals(id),
    entries: entries.map(entry => entryLocals(entry, actor)),
    isNewest: before === undefined,
    older: last > 1 ? `/contracts/${id}/evidence?before=${last}#entries` : null,
  };
}

/** The newest root, and the entry up to which it covers the chain. */
async function rootLocals(contractId: number) {
  const root = await newestRoot();
  const leaf = (await leavesOf(contractId)).at(-1);
  return root && leaf ? { day: dayShort(root.day), hash: root.root.toString('hex'), covers: leaf.seq } : null;
}

async function newestCheck(contractId: number, { timeZone }: Actor, now: Date) {
  const check = await EvidenceCheck.findOne({ where: { contractId }, order: [['id', 'DESC']] });
  if (!check) return null;
  const { entries, blocks, pictures, length, faults, faultSeq, fault, doneAt, askedById } = check;
  const by = await User.findOne({ where: { id: { [Op.eq]: askedById } }, attributes: ['name'] });
  return {
    ...{ state: checkState({ ...check.get(), doneAt: doneAt ?? null, faults: faults ?? null }, now) },
    ...{ entries, blocks, pictures, length, faults, faultSeq, fault, by: by?.name ?? '' },
    when: dateTime(doneAt ?? check.askedAt, timeZone),
  };
}

const entryLocals = (entry: Entry, { timeZone }: Actor) => ({
  seq: entry.seq,
  when: dateTime(entry.at, timeZone),
  at: entry.at.toISOString(),
  words: entryWords(entry, timeZone),
  hash: entry.hash.toString('hex'),
});
