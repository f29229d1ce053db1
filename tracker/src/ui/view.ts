/** What the window shows, as plain data, from the model. No element and no clock in here. */
import type { TrackerContract } from '../../../src/wire/tracker.ts';
import type { Second } from '../core/chance.ts';
import { whyNotGood } from '../core/description.ts';
import { refusedFor, waitingFor, type RefusedItem } from '../core/queue.ts';
import { chosenContract, ownerOf, type LastPicture, type Model } from '../app/model.ts';
import { chosenTotals } from '../app/sums.ts';
import { clockWords, countWords, descriptionWords, spanWords, timeIn } from '../app/words.ts';
import { noticesOf, type Notice } from './notices.ts';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'quiet';

export type SignInView = {
  screen: 'sign-in';
  address: string;
  email: string;
  busy: boolean;
  problem: string | null;
  waiting: string | null;
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
  recent: string[];
  description: { words: string; tone: Tone } | null;
  start: { enabled: boolean; label: string };
  totals: { today: string; week: string; left: string; limit: string; used: number; over: boolean } | null;
  notices: Notice[];
  picture: LastPicture | null;
  pictureWords: string;
  queue: { words: string; tone: Tone };
  refused: { id: string; what: string; why: string }[];
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
  const { running, since } = model.timer;
  return {
    screen: 'timer',
    person: session.person.name,
    running: running !== null,
    clock: clockWords(running && since !== null ? running.until - since : 0),
    status: statusOf(model, contract, session.person.timeZone),
    draft: model.draft,
    projects: (model.state?.contracts ?? []).map(projectOf),
    projectId: contract?.id ?? null,
    codes: contract?.projectCodes ?? [],
    recent: model.recent[model.draft.contractId ?? 0] ?? [],
    description: !rule
      ? null
      : fault
        ? { words: descriptionWords[fault], tone: model.draft.description.trim() === '' ? 'quiet' : 'warn' }
        : { words: 'Good: this says what was done.', tone: 'ok' },
    start: startOf(model, contract),
    totals: contract ? totalsView(model, contract, now) : null,
    notices: noticesOf(model, contract, now),
    picture: model.picture,
    pictureWords: model.picture
      ? `Screenshot ${timeIn(model.picture.takenAt, session.person.timeZone)}`
      : 'No screenshot yet',
    queue: queueView(waitingFor(model.queue, owner).length, model),
    refused: refusedFor(model.queue, owner).map(item => refusedView(item, model, session.person.timeZone)),
    empty: model.state !== null && model.state.contracts.length === 0,
  };
}

function signInView(model: Model): SignInView {
  const { length } = model.queue.waiting;
  return {
    screen: 'sign-in',
    address: model.address,
    email: model.email,
    busy: model.busy === 'signing-in',
    problem: model.problem,
    waiting:
      length > 0 ? `${countWords(length, 'block waits', 'blocks wait')} on this computer and will be sent.` : null,
  };
}

const projectOf = (contract: TrackerContract) => ({
  id: contract.id,
  label: `${contract.title} · ${contract.client}${contract.state === 'offered' ? ' (offered: accept it online)' : ''}`,
  disabled: contract.state !== 'active',
});

function statusOf(model: Model, contract: TrackerContract | null, timeZone: string): string {
  if (model.timer.running && model.timer.since !== null) {
    return `${contract?.client ?? 'Working'} · since ${timeIn(model.timer.since, timeZone)}`;
  }
  if (model.busy === 'testing-capture') return 'Trying a screenshot …';
  return model.slept ? 'Paused' : 'Not running';
}

function startOf(model: Model, contract: TrackerContract | null): TimerView['start'] {
  if (model.timer.running) return { enabled: true, label: 'Stop' };
  if (model.busy === 'testing-capture') return { enabled: false, label: 'Checking …' };
  return { enabled: contract?.state === 'active' && model.queue.hold === null, label: 'Start' };
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

function queueView(waiting: number, model: Model): TimerView['queue'] {
  if (waiting > 0) return { words: `${waiting} waiting`, tone: model.reached === false ? 'warn' : 'info' };
  if (model.timer.closing.length > 0 || model.writing) return { words: 'Finishing …', tone: 'info' };
  return { words: 'All sent', tone: 'ok' };
}

function refusedView(item: RefusedItem, model: Model, timeZone: string): TimerView['refused'][number] {
  if (!item.block) return { id: item.id, what: 'A damaged block', why: item.message };
  const { block } = item;
  const title = model.state?.contracts.find(({ id }) => id === block.contractId)?.title ?? 'A project no longer listed';
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' });
  const startedAt = Date.parse(block.startedAt);
  const what = `${day.format(startedAt)}, ${timeIn(startedAt / 1000, timeZone)} · ${spanWords(block.seconds)} · ${title}`;
  return { id: item.id, what, why: item.message };
}
