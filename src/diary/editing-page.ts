/** What the pages show on which a freelancer corrects or deletes chosen blocks. */
import { termsAt } from '../contracts/contract.ts';
import { mayTypeCodes, openCodes } from '../contracts/project-code.ts';
import { dayIn, fromSeconds, weekCloses } from '../kernel/time.ts';
import { mayComeBack, UNDO_SECONDS } from './block.ts';
import type { StoredBlock } from './block-rows.ts';
import {
  amountOf,
  blockHref,
  blockLocals,
  contractLocals,
  diaryHref,
  termsAmount,
  type Viewing,
} from './block-words.ts';
import { KEEP } from './editing-forms.ts';
import { runsOf } from './runs.ts';

/** The chosen blocks, and the field that names them again. */
export function chosenLocals(viewing: Viewing, blocks: readonly StoredBlock[]) {
  const { contract, actor } = viewing;
  const first = blocks[0]!;
  const day = dayIn(fromSeconds(first.startedAt), actor.timeZone);
  const one = blocks.length === 1;
  const words = blocks.map(block => blockLocals(block, viewing));
  return {
    contract: contractLocals(viewing),
    zone: actor.timeZone,
    day,
    one,
    count: blocks.length,
    thumbs: words.flatMap(({ thumb }) => thumb ?? []).slice(0, 6),
    lines: runsOf(words),
    block: blocks.map(({ startedAt }) => startedAt).join(','),
    seconds: blocks.reduce((sum, { seconds }) => sum + seconds, 0),
    amount: amountOf(contract, blocks),
    deadline: fromSeconds(weekCloses(first.startedAt)),
    backHref: one ? blockHref(contract.id, first.startedAt) : diaryHref(contract.id, day),
  };
}

/** What blocks say now, as far as they agree, and the codes they may get: open ones, and those they have. */
export function wordsLocals({ contract, now }: Viewing, blocks: readonly StoredBlock[]) {
  const descriptions = new Set(blocks.map(({ description }) => description));
  const used = new Set(blocks.map(({ projectCode }) => projectCode));
  const [code] = used;
  const known = openCodes(contract.codes).map(({ code, name }) => ({
    value: `=${code}`,
    label: code === name ? code : `${code} ${name}`,
  }));
  const listed = new Set(known.map(({ value }) => value));
  const former = [...used].flatMap(code =>
    code && !listed.has(`=${code}`) ? [{ value: `=${code}`, label: code }] : [],
  );
  return {
    raw: {
      description: descriptions.size === 1 ? blocks[0]!.description : '',
      projectCode: used.size === 1 ? `=${code ?? ''}` : KEEP,
    },
    differ: descriptions.size > 1,
    mayType: mayTypeCodes(contract.codes, termsAt(contract.terms ?? [], now)),
    codes: [
      ...(used.size > 1 ? [{ value: KEEP, label: 'Keep each block’s own' }] : []),
      ...[{ value: '=', label: 'No code' }, ...known, ...former],
    ],
  };
}

/** Of a day's blocks those whose deletion can still be taken back, or null. For their freelancer only. */
export function undoLocals({ contract, actor, now }: Viewing, blocks: readonly StoredBlock[]) {
  const fresh = actor.id === contract.freelancerId ? blocks.filter(block => mayComeBack(block, now)) : [];
  if (fresh.length === 0) return null;
  const billable = fresh.map(({ termsId, seconds, overLimitSeconds }) => ({
    termsId,
    billable: seconds - overLimitSeconds,
  }));
  return {
    action: `/contracts/${contract.id}/restoration`,
    block: fresh.map(({ startedAt }) => startedAt).join(','),
    count: fresh.length,
    seconds: fresh.reduce((sum, { seconds }) => sum + seconds, 0),
    amount: termsAmount(contract, billable),
    until: fromSeconds(Math.min(...fresh.map(({ deletedAt }) => deletedAt!)) + UNDO_SECONDS),
  };
}
