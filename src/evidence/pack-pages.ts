/** The pages of an evidence pack, to be read from a disk: no scripts, nothing from elsewhere. Rules only. */
import { failureWords } from '../diary/failure-words.ts';
import type { StoredBlock } from '../diary/block-rows.ts';
import { explained } from '../diary/verdict.ts';
import { money, type CentsPerHour } from '../kernel/money.ts';
import {
  clockToTheSecond,
  dayLong,
  dayShort,
  duration,
  fromSeconds,
  utcDay,
  type EpochSeconds,
} from '../kernel/time.ts';
import type { WordFacts } from './block-facts.ts';
import { pictureFile } from './pack-lines.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (value: string): string => value.replace(/[&<>"']/g, mark => escapes[mark]!);

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{max-width:1100px;margin:0 auto;padding:24px}h1{font-size:24px}h2{font-size:18px;margin-top:40px}
.muted,dt{color:GrayText}code{font:12px ui-monospace,monospace;overflow-wrap:anywhere}.block{display:grid;grid-template-columns:minmax(0,420px) minmax(0,1fr);gap:16px;padding:16px 0;border-top:1px solid #8885}
.block img{width:100%;height:auto;border:1px solid #8885;border-radius:4px}.block p{margin:0 0 6px}.warn{color:#a15c00}.ok{color:#12693f}@media (prefers-color-scheme:dark){.warn{color:#f0c063}.ok{color:#6fd3a0}}
@media (max-width:700px){.block{grid-template-columns:minmax(0,1fr)}}table{border-collapse:collapse;width:100%}td,th{padding:6px 12px 6px 0;border-top:1px solid #8885;text-align:left;font-variant-numeric:tabular-nums}`;

const opening = (title: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(title)}</title><style>${STYLE}</style></head>
<body>`;
export const END_OF_PAGE = '</body></html>\n';

/** @property seq entries about this block @property pictures whether they are in the pack @property isPrivate what it said is not for this reader */
export type ShownBlock = {
  block: StoredBlock;
  seq: number | null;
  former: readonly WordFacts[];
  rate: CentsPerHour;
  pictures: boolean;
  isPrivate: boolean;
};
export type Week = { monday: EpochSeconds; blocks: number; seconds: number; protectedSeconds: number };
export type Head = {
  title: string;
  client: string;
  freelancer: string;
  takenBy: string;
  takenAt: Date;
  server: string;
  entries: number;
};

export const weekFile = (monday: EpochSeconds): string => `weeks/${utcDay(monday)}.html`;

/** Begins a page of a week; its blocks and {@link END_OF_PAGE} follow. */
export function weekBegins({ title }: Head, monday: EpochSeconds): string {
  const name = `Week from ${dayLong(utcDay(monday))}`;
  const above = `<p><a href="../index.html">${text(title)}</a></p>`;
  return `${opening(`${name} · ${title}`)}${above}<h1>${name}</h1><p class="muted">All times are UTC.</p>\n`;
}

export const dayHeading = (startedAt: EpochSeconds): string => `<h2>${dayLong(utcDay(startedAt))}</h2>`;

export function blockPart({ block, seq, former, rate, pictures, isPrivate }: ShownBlock): string {
  const { startedAt, seconds, deletedAt, overLimitSeconds } = block;
  const at = (second: EpochSeconds): string => clockToTheSecond(fromSeconds(second), 'UTC');
  const times = `${at(startedAt)} to ${at(startedAt + seconds)}, ${duration(seconds)}`;
  const lines = [
    `<p><strong>${times}</strong> <span class="muted">${money(rate)} an hour${seq === null ? '' : `, entry ${seq}`}</span></p>`,
    ...(deletedAt === null
      ? []
      : [
          `<p class="warn">Deleted by its freelancer on ${dayShort(utcDay(deletedAt))} at ${at(deletedAt)}: the time is not paid, and the pictures are gone.</p>`,
        ]),
    ...(isPrivate ? [] : [said(block), ...former.map(words => `<p class="muted">Before: ${wordsOf(words)}</p>`)]),
    verdictLine(block),
    ...(overLimitSeconds > 0
      ? [`<p class="muted">${duration(overLimitSeconds)} are beyond the weekly limit and not billed.</p>`]
      : []),
    `<p class="muted">${duration(block.inputSeconds)} with input; received ${dayShort(utcDay(block.receivedAt))} at ${at(block.receivedAt)}.</p>`,
    ...block.shots.map(shot => captureLine(shot, at)),
  ];
  return `<section class="block" id="b${startedAt}"><div>${pictures ? picturesOf(block) : ''}</div><div>${lines.join('')}</div></section>\n`;
}

const wordsOf = ({ description, projectCode }: WordFacts): string =>
  `${projectCode === null ? '' : `<code>${text(projectCode)}</code> `}${text(description === '' ? 'no description' : description)}`;
const said = (block: StoredBlock): string => `<p>${wordsOf(block)}</p>`;

function verdictLine({ protected: isProtected, reasons, deletedAt }: StoredBlock): string {
  if (deletedAt !== null) return '';
  if (isProtected) return '<p class="ok">Protected</p>';
  return `<p class="warn">Not protected: ${explained(reasons)
    .map(({ words }) => text(words))
    .join(' ')}</p>`;
}

function captureLine(shot: StoredBlock['shots'][number], at: (second: EpochSeconds) => string): string {
  if (shot.failure !== null)
    return `<p class="muted">${at(shot.takenAt)}: no picture. ${text(failureWords[shot.failure])}</p>`;
  const mask = shot.mask ? ` ${shot.mask.perMille / 10} % covered: ${text(shot.mask.reason)}.` : '';
  return `<p class="muted">Picture ${shot.number}, ${at(shot.takenAt)}.${mask} SHA-256 as received <code>${shot.received?.toString('hex') ?? ''}</code></p>`;
}

const picturesOf = ({ startedAt, shots, deletedAt, picturesRemovedAt }: StoredBlock): string =>
  deletedAt !== null || picturesRemovedAt !== null
    ? ''
    : shots
        .filter(({ received }) => received !== null)
        .map(
          ({ number }) => `<img loading="lazy" src="../${pictureFile(startedAt, number)}" alt="Screenshot ${number}">`,
        )
        .join('');

export function indexPage(head: Head, weeks: readonly Week[]): string {
  const row = ({ monday, blocks, seconds, protectedSeconds }: Week): string =>
    `<tr><td><a href="${weekFile(monday)}">${dayShort(utcDay(monday))}</a></td><td>${blocks}</td><td>${duration(seconds)}</td><td>${duration(protectedSeconds)}</td></tr>`;
  return `${opening(head.title)}<h1>${text(head.title)}</h1>
<p>${text(head.client)} hires ${text(head.freelancer)}. Evidence of ${text(head.server)}, taken along by ${text(head.takenBy)} on ${dayShort(utcDay(Math.floor(head.takenAt.getTime() / 1000)))}.</p>
<p>These pages are for reading. What proves them is the chain in <code>entries.jsonl</code> (${head.entries} entries): run <code>node verify.mjs</code> in this folder. <a href="README.txt">How it works</a></p>
<table><thead><tr><th>Week from</th><th>Blocks</th><th>Time</th><th>Protected</th></tr></thead><tbody>${weeks.map(row).join('')}</tbody></table>${END_OF_PAGE}`;
}
