/** What the window shows, as plain data, from the model. No element and no clock in here. */
import type { TrackerContract } from '../../../src/wire/tracker.ts';
import type { Second } from '../core/chance.ts';
import { whyNotGood } from '../core/description.ts';
import { plainName } from '../core/plain-name.ts';
import { dayIn } from '../core/totals.ts';
import { workedSeconds } from '../core/timer-state.ts';
import { refusedFor, type RefusedItem } from '../core/queue.ts';
import { chosenContract, ownerOf, type LastPicture, type Model } from '../app/model.ts';
import { quickProjects } from '../app/drafting.ts';
import { memoryOf } from '../app/recent.ts';
import { nextStep } from '../app/refusals.ts';
import { chosenTotals } from '../app/sums.ts';
import { waitingWords } from '../app/waiting.ts';
import { clockWords, dayWords, descriptionWords, spanWords, timeIn } from '../app/words.ts';
import { askingView, type AskingView } from './asking-view.ts';
import { heldView, type HeldView } from './held-view.ts';
import { noticesOf, type Notice } from './notices.ts';
import { preflightView, type PreflightView } from './preflight-view.ts';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'quiet';

export type SignInView = {
  screen: 'sign-in';
  address: string;
  email: string;
  busy: boolean;
  problem: string | null;
  /** The server asks for a code of the authenticator, too. */
  asksCode: boolean;
  /** Whose blocks wait here, a sentence a person. */
  waiting: string[];
  /** The server takes a newer tracker only. */
  outdated: boolean;
  /** The session has ended while somebody works here: what the timer says. */
  again: string | null;
};

export type TimerView = {
  screen: 'timer';
  person: string;
  running: boolean;
  clock: string;
  /** The line below the clock. */
  status: string;
  /** What the form shows, for when it is built. */
  draft: Model['draft'];
  projects: { id: number; label: string; disabled: boolean }[];
  projectId: number | null;
  codes: { code: string; name: string }[];
  /** What the empty field for a code says. */
  codeHint: string;
  recent: readonly string[];
  /** The projects last worked on, but for the chosen one. */
  others: { label: string; projects: { id: number; title: string; more: string }[] };
  preflight: PreflightView;
  description: { words: string; tone: Tone } | null;
  start: { enabled: boolean; label: string };
  totals: { today: string; week: string; left: string; limit: string; used: number; over: boolean } | null;
  notices: Notice[];
  picture: LastPicture | null;
  pictureWords: string;
  held: HeldView;
  /** The question about time without input. */
  asking: AskingView | null;
  /** `next`: what can be done about it. */
  refused: { id: string; what: string; why: string; next: string | null }[];
  /** When the server last answered. */
  confirmed: string;
  empty: boolean;
};

export type View = { screen: 'opening' } | { screen: 'elsewhere' } | SignInView | TimerView;

/** @param now the server's time */
export function viewOf(model: Model, now: Second): View {
  if (model.stage === 'opening' || model.stage === 'elsewhere') return { screen: model.stage };
  const { session } = model;
  if (model.stage === 'signed-out' || !session) return signInView(model);
  const owner = ownerOf(session);
  const contract = chosenContract(model);
  const rule = model.state?.policy.description;
  const fault = rule ? whyNotGood(model.draft.description, rule) : null;
  const { running } = model.timer;
  return {
    screen: 'timer',
    person: session.person.name,
    running: running !== null,
    clock: clockWords(workedSeconds(model.timer)),
    status: statusOf(model, contract, session.person.timeZone),
    draft: model.draft,
    projects: (model.state?.contracts ?? []).map(projectOf),
    projectId: contract?.id ?? null,
    codes: contract?.projectCodes ?? [],
    codeHint: codeHintOf(contract),
    recent: memoryOf(model).descriptions[model.draft.contractId ?? 0] ?? [],
    others: othersView(model),
    preflight: preflightView(model, now),
    description: !rule
      ? null
      : fault
        ? { words: descriptionWords(fault), tone: model.draft.description.trim() === '' ? 'quiet' : 'warn' }
        : { words: 'Good: this says what was done.', tone: 'ok' },
    start: startOf(model, contract),
    totals: contract ? totalsView(model, contract, now) : null,
    notices: noticesOf(model),
    picture: model.picture,
    pictureWords: model.picture
      ? `Screenshot ${timeIn(model.picture.takenAt, session.person.timeZone)}`
      : 'No screenshot yet',
    held: heldView(model, now),
    asking: askingView(model, now),
    refused: refusedFor(model.queue, owner).map(item => refusedView(item, model, session.person.timeZone)),
    confirmed: confirmedWords(model, session.person.timeZone, now),
    empty: model.state !== null && model.state.contracts.length === 0,
  };
}

function signInView(model: Model): SignInView {
  const { running } = model.timer;
  return {
    screen: 'sign-in',
    address: model.address,
    email: model.email,
    busy: model.busy === 'signing-in',
    problem: model.problem,
    asksCode: model.codeNeeded,
    waiting: waitingWords(model),
    outdated: model.queue.hold === 'update',
    again: !model.session
      ? null
      : running
        ? `The timer goes on: ${clockWords(workedSeconds(model.timer))}.`
        : 'Everything is kept.',
  };
}

function othersView(model: Model): TimerView['others'] {
  const { tasks } = memoryOf(model);
  return {
    label: model.timer.running ? 'Switch to' : 'Recent',
    projects: quickProjects(model).map(({ id, title, client }) => {
      const description = tasks.find(({ contractId }) => contractId === id)?.description;
      return { id, title, more: [title, client, description].filter(Boolean).join(' · ') };
    }),
  };
}

/** With the day when it was not today. */
function confirmedWords({ confirmedAt }: Model, timeZone: string, now: Second): string {
  if (confirmedAt === null) return 'Not confirmed by the server yet';
  const today = dayIn(confirmedAt, timeZone) === dayIn(now, timeZone);
  const day = today ? '' : `${dayWords(confirmedAt, timeZone)}, `;
  return `Last confirmed by the server ${day}${timeIn(confirmedAt, timeZone)}`;
}

function codeHintOf(contract: TrackerContract | null): string {
  const example = contract?.projectCodes[0] ? `e.g. ${contract.projectCodes[0].code}` : null;
  if (contract?.freeCodes) return example ? `${example}, or your own` : 'your own, if you like';
  return example ?? 'none';
}

const standing: Record<TrackerContract['state'], string> = {
  active: '',
  offered: ' (offered: accept it online)',
  paused: ' (paused)',
};

const projectOf = (contract: TrackerContract) => ({
  id: contract.id,
  label: `${plainName(contract.title)} · ${plainName(contract.client)}${contract.fixedPrice ? ' (fixed price)' : standing[contract.state]}`,
  disabled: contract.state !== 'active',
});

function statusOf(model: Model, contract: TrackerContract | null, timeZone: string): string {
  if (model.timer.running && model.timer.since !== null) {
    return `${contract?.client ?? 'Working'} · since ${timeIn(model.timer.since, timeZone)}`;
  }
  if (model.busy === 'testing-capture') return 'Trying a screenshot …';
  return model.paused ? 'Paused' : 'Not running';
}

function startOf(model: Model, contract: TrackerContract | null): TimerView['start'] {
  if (model.timer.running) return { enabled: true, label: 'Stop' };
  if (model.busy === 'testing-capture') return { enabled: false, label: 'Checking …' };
  return { enabled: contract?.state === 'active', label: 'Start' };
}

function totalsView(model: Model, contract: TrackerContract, now: Second): TimerView['totals'] {
  const totals = chosenTotals(model, now);
  if (!totals) return null;
  const limit = contract.weeklyLimitSeconds;
  return {
    today: spanWords(totals.today),
    week: spanWords(totals.week),
    left: spanWords(Math.abs(totals.left)),
    limit: spanWords(limit),
    used: limit > 0 ? Math.min(1, totals.week / limit) : 1,
    over: totals.left < 0,
  };
}

function refusedView(item: RefusedItem, model: Model, timeZone: string): TimerView['refused'][number] {
  const { id, message: why } = item;
  const next = nextStep(item.code);
  if (!item.block) return { id, what: 'A damaged block', why, next };
  const { contractId, seconds } = item.block;
  const title = model.state?.contracts.find(contract => contract.id === contractId)?.title;
  const startedAt = Date.parse(item.block.startedAt) / 1000;
  const when = `${dayWords(startedAt, timeZone)}, ${timeIn(startedAt, timeZone)}`;
  const what = `${when} · ${spanWords(seconds)} · ${title ?? 'A project no longer listed'}`;
  return { id, what, why, next };
}
