/** The viewer of a case: one block in full, and the others of the case beside it. */
import { findBlock } from '../diary/block-rows.ts';
import type { Viewing } from '../diary/block-words.ts';
import { viewerLocals } from '../diary/viewer-page.ts';
import { NotFound } from '../kernel/errors.ts';
import type { EpochSeconds } from '../kernel/time.ts';

/** @property starts the case's blocks, oldest first @property label what the way back is called */
type Place = { starts: readonly EpochSeconds[]; href: string; label: string };

/** @throws NotFound unless the address names one of the case's blocks */
export async function caseBlockLocals(viewing: Viewing, startedAt: unknown, { starts, href, label }: Place) {
  const at = starts.findIndex(start => String(start) === startedAt);
  const block = at === -1 ? null : await findBlock(viewing.contract.freelancerId, starts[at]!);
  if (!block) throw new NotFound('block');
  const hrefOf = (start: EpochSeconds | undefined): string | null =>
    start === undefined ? null : `${href}/blocks/${start}`;
  return {
    ...(await viewerLocals(viewing, block)),
    ...{ label, backHref: `${href}#block-${block.startedAt}`, position: { number: at + 1, count: starts.length } },
    ...{ previousHref: hrefOf(starts[at - 1]), nextHref: hrefOf(starts[at + 1]) },
  };
}
