/** Which columns the tables of a person's own data have. Rules only. */
import type { StoredBlock } from '../diary/block-rows.ts';
import { pictureKey } from '../diary/storage-keys.ts';
import { fromSeconds, type EpochSeconds } from '../kernel/time.ts';
import type { RequestState } from '../manual-time/manual-request.ts';
import type { OwnBlock, OwnComment, OwnCorrection, OwnView } from './time-rows.ts';

export type Cell = string | number;
export type Columns<Row> = readonly (readonly [name: string, of: (row: Row) => Cell])[];

/** ISO 8601, UTC. */
export const instant = (second: EpochSeconds | null): string => (second === null ? '' : isoOf(fromSeconds(second)));
export const isoOf = (at: Date): string => at.toISOString().replace('.000Z', 'Z');
const yesNo = (is: boolean): string => (is ? 'yes' : 'no');
const dollars = (cents: number): string => (cents / 100).toFixed(2);

const place: Columns<{ contractId: number; title: string; startedAt: EpochSeconds }> = [
  ['Contract', ({ contractId }) => contractId],
  ['Title', ({ title }) => title],
  ['Block began (UTC)', ({ startedAt }) => instant(startedAt)],
];

/** Where a picture lies in the archive. @param number of the capture, 1 or 2 */
export const pictureName = (block: Pick<StoredBlock, 'contractId' | 'startedAt'>, number: number): string =>
  `pictures/contract-${block.contractId}/${instant(block.startedAt).replace('T', '/').replaceAll(':', '-').replace('Z', '')}-${number}.jpg`;

/** Pictures that are there: of what, under which key, and what they are called in the archive. */
export function picturesOf(block: StoredBlock): { key: string; name: string }[] {
  if (block.deletedAt !== null || block.picturesRemovedAt !== null) return [];
  return block.shots.flatMap(({ number, received }) =>
    received === null ? [] : [{ key: pictureKey(block, number, received), name: pictureName(block, number) }],
  );
}

/** @param own a freelancer reads everything of it; of a deleted block a client sees that it was there */
export const blockColumns = (own: boolean): Columns<OwnBlock> => [
  ...place,
  ['Block', ({ id }) => id],
  ['Seconds', ({ seconds }) => seconds],
  ['Billable seconds', block => (block.deletedAt === null ? block.seconds - block.overLimitSeconds : 0)],
  ['Rate USD per hour', ({ rate }) => dollars(rate)],
  ['Description', block => (own || block.deletedAt === null ? block.description : '')],
  ['Project code', block => (own || block.deletedAt === null ? (block.projectCode ?? '') : '')],
  ['Seconds with input', ({ inputSeconds }) => inputSeconds],
  ['Idle', ({ idle }) => yesNo(idle)],
  ['Added by hand', ({ manual }) => yesNo(manual)],
  ['Protected', block => yesNo(block.protected)],
  ['Why not', ({ reasons }) => reasons.join(' ')],
  ['Version of the rule', ({ ruleVersion }) => ruleVersion],
  ['Received (UTC)', ({ receivedAt }) => instant(receivedAt)],
  ['Late time accepted', ({ lateAnswer }) => (lateAnswer === null ? '' : yesNo(lateAnswer))],
  ['Reviewed (UTC)', ({ reviewedAt }) => instant(reviewedAt)],
  ['Deleted (UTC)', ({ deletedAt }) => instant(deletedAt)],
  ['Captured (UTC)', ({ shots }) => shots.map(({ takenAt }) => instant(takenAt)).join(' ')],
  [
    'Capture failed',
    ({ shots }) =>
      shots
        .map(({ failure }) => failure ?? '')
        .join(' ')
        .trim(),
  ],
  [
    'Masked per cent',
    ({ shots }) =>
      shots
        .map(({ mask }) => (mask ? mask.perMille / 10 : ''))
        .join(' ')
        .trim(),
  ],
  ['Why masked', ({ shots }) => [...new Set(shots.map(({ mask }) => mask?.reason ?? ''))].join(' ').trim()],
  [
    'SHA-256 as received',
    ({ shots }) =>
      shots
        .map(({ received }) => received?.toString('hex') ?? '')
        .join(' ')
        .trim(),
  ],
  ['Pictures removed (UTC)', ({ picturesRemovedAt }) => instant(picturesRemovedAt)],
  ...(own ? ([['Pictures here', picturesInWords]] as const) : []),
];

const picturesInWords = (block: OwnBlock): string =>
  picturesOf(block)
    .map(({ name }) => name)
    .join(' ');

export const correctionColumns: Columns<OwnCorrection> = [
  ...place,
  ['Corrected (UTC)', ({ until }) => instant(until)],
  ['Description before', ({ words }) => words],
  ['Project code before', ({ code }) => code ?? ''],
];

export const commentColumns: Columns<OwnComment> = [
  ...place,
  ['Written (UTC)', ({ writtenAt }) => instant(writtenAt)],
  ['By', ({ author }) => author],
  ['Comment', ({ words }) => words],
  ['Asks for an answer', ({ flag }) => yesNo(flag)],
  ['Answered (UTC)', ({ resolvedAt }) => instant(resolvedAt)],
];

export const viewColumns: Columns<OwnView> = [
  ...place,
  ['Who looked', ({ viewer }) => viewer],
  ['Looked (UTC)', ({ viewedAt }) => instant(viewedAt)],
];

export type OwnRequest = {
  id: number;
  contractId: number;
  from: EpochSeconds;
  to: EpochSeconds;
  description: string;
  projectCode: string | null;
  reason: string;
  state: RequestState;
  askedAt: EpochSeconds;
  closedAt: EpochSeconds | null;
  acceptedFrom: EpochSeconds | null;
  acceptedTo: EpochSeconds | null;
  addedSeconds: number | null;
  answer: string | null;
};
export const requestColumns: Columns<OwnRequest> = [
  ['Request', ({ id }) => id],
  ['Contract', ({ contractId }) => contractId],
  ['From (UTC)', ({ from }) => instant(from)],
  ['To (UTC)', ({ to }) => instant(to)],
  ['Description', ({ description }) => description],
  ['Project code', ({ projectCode }) => projectCode ?? ''],
  ['Why it was not tracked', ({ reason }) => reason],
  ['Asked (UTC)', ({ askedAt }) => instant(askedAt)],
  ['State', ({ state }) => state],
  ['Closed (UTC)', ({ closedAt }) => instant(closedAt)],
  ['Accepted from (UTC)', ({ acceptedFrom }) => instant(acceptedFrom)],
  ['Accepted to (UTC)', ({ acceptedTo }) => instant(acceptedTo)],
  ['Added seconds', ({ addedSeconds }) => addedSeconds ?? ''],
  ['Answer', ({ answer }) => answer ?? ''],
];

export const noticeColumns: Columns<{ toldAt: Date; readAt: Date | null; title: string; sentence: string }> = [
  ['Told (UTC)', ({ toldAt }) => isoOf(toldAt)],
  ['Title', ({ title }) => title],
  ['What', ({ sentence }) => sentence],
  ['Read (UTC)', ({ readAt }) => (readAt ? isoOf(readAt) : '')],
];

type OwnSession = { kind: string; device: string; createdAt: Date; lastUsedAt: Date; expiresAt: Date };
export const sessionColumns: Columns<OwnSession> = [
  ['Kind', ({ kind }) => kind],
  ['Device', ({ device }) => device],
  ['Signed in (UTC)', ({ createdAt }) => isoOf(createdAt)],
  ['Last used (UTC)', ({ lastUsedAt }) => isoOf(lastUsedAt)],
  ['Ends (UTC)', ({ expiresAt }) => isoOf(expiresAt)],
];
