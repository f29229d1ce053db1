/**
 * What stands in the way of protected time, before Start and while the timer runs. What is well is not listed. Only a
 * missing contract keeps the timer from starting: work without protection is still work.
 */
import type { TrackerContract } from '../../../src/wire/tracker.ts';
import type { Second } from '../core/chance.ts';
import { whyNotGood } from '../core/description.ts';
import { plainName } from '../core/plain-name.ts';
import { chosenContract, type Model } from './model.ts';
import { chosenTotals } from './sums.ts';
import { captureFailureWords, descriptionWords, fixedPriceWords, spanWords } from './words.ts';

export type CheckName =
  'contract' | 'offer' | 'screen' | 'payment' | 'code' | 'description' | 'limit' | 'elsewhere' | 'idle' | 'server';

export type Check = {
  about: CheckName;
  /** `blocks` Start, leaves time `unprotected`, or is a `note` that costs nothing. */
  severity: 'blocks' | 'unprotected' | 'note';
  /** One plain sentence or two: what it is, and what to do. */
  words: string;
};

/** From here on the limit is worth a word: a morning's work would pass it. */
const LITTLE_LEFT: Second = 3 * 3600;

/** Most pressing first. @param now the server's time */
export function preflight(model: Model, now: Second): Check[] {
  const contract = chosenContract(model);
  const checks = contract ? contractChecks(model, contract, now) : [withoutContract(model)];
  return [...checks, ...machineChecks(model)];
}

function withoutContract({ state, timer }: Model): Check {
  const offer = state?.contracts.find(contract => contract.state === 'offered');
  if (timer.running) {
    return {
      about: 'contract',
      severity: 'unprotected',
      words: 'This project is not on your list any more, so its time may be refused. Choose another one, or stop.',
    };
  }
  if (!state) return blocks('Your projects are not known here yet. Get online once, then they are kept.');
  if (!offer) return blocks('You have no project to work on. Once you accept a client’s offer, it is listed here.');
  const { title } = offer;
  return {
    about: 'offer',
    severity: 'blocks',
    words: `${plainName(title)} is offered to you. Accept it online first.`,
  };
}

const blocks = (words: string): Check => ({ about: 'contract', severity: 'blocks', words });

function contractChecks(model: Model, contract: TrackerContract, now: Second): Check[] {
  if (contract.state === 'offered' && !model.timer.running) {
    return [{ about: 'offer', severity: 'blocks', words: 'This is an offer. Accept it online, then you can start.' }];
  }
  return [
    ...pauseCheck(model, contract),
    ...screenCheck(model),
    ...paymentCheck(contract),
    ...codeCheck(model, contract),
    ...descriptionCheck(model),
    ...limitCheck(model, now),
  ];
}

function screenCheck({ captureFailure, captureTested, timer }: Model): Check[] {
  if (!captureFailure) return [];
  const which = timer.running ? 'This block is not protected.' : 'The last block is not protected.';
  const consequence = captureTested ? ` ${which}` : '';
  return [{ about: 'screen', severity: 'unprotected', words: `${captureFailureWords[captureFailure]}${consequence}` }];
}

function pauseCheck({ timer, session }: Model, { state, client, fixedPrice }: TrackerContract): Check[] {
  if (state !== 'paused') return [];
  const words = fixedPrice
    ? `${fixedPriceWords(fixedPrice, session?.person.timeZone ?? 'UTC')}: hours are not tracked on this project any more.`
    : `This project is paused, so time from now on is refused. Only ${plainName(client)} can let it go on.`;
  return [{ about: 'contract', severity: timer.running ? 'unprotected' : 'blocks', words }];
}

function paymentCheck({ paymentProblem, client }: TrackerContract): Check[] {
  if (!paymentProblem) return [];
  const words = `New time is not protected until ${plainName(client)}’s payment works again.`;
  return [{ about: 'payment', severity: 'unprotected', words }];
}

/** Closed codes are not on the list and still taken, so this is no more than a warning. */
function codeCheck({ draft }: Model, { projectCodes, freeCodes, state }: TrackerContract): Check[] {
  const typed = draft.projectCode.trim();
  if (typed === '' || freeCodes || state !== 'active' || projectCodes.some(({ code }) => isSameCode(code, typed)))
    return [];
  const words = `${plainName(typed)} is not on this project’s list of codes, so time with it may be refused. Choose one from the list.`;
  return [{ about: 'code', severity: 'unprotected', words }];
}

const isSameCode = (a: string, b: string): boolean =>
  a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();

function descriptionCheck({ draft, state }: Model): Check[] {
  const fault = state && whyNotGood(draft.description, state.policy.description);
  return fault ? [{ about: 'description', severity: 'unprotected', words: descriptionWords(fault) }] : [];
}

function limitCheck(model: Model, now: Second): Check[] {
  const left = chosenTotals(model, now)?.left ?? LITTLE_LEFT;
  if (left <= 0) {
    const words = 'Weekly limit reached: more time is kept, not billed.';
    return [{ about: 'limit', severity: 'unprotected', words }];
  }
  if (left >= LITTLE_LEFT) return [];
  return [
    { about: 'limit', severity: 'note', words: `${spanWords(left)} left this week. Time after it is not billed.` },
  ];
}

function machineChecks({ elsewhere, idleMeasured, reached }: Model): Check[] {
  const checks: Check[] = [];
  const note = (about: CheckName, words: string) => checks.push({ about, severity: 'note', words });
  if (elsewhere) {
    const device = plainName(elsewhere.device.replace(/^Impact Time on /, ''));
    note('elsewhere', `Your timer also runs on ${device}. The same seconds count once: stop one of them.`);
  }
  if (idleMeasured === false) {
    note('idle', 'This system does not tell when you pause: stop the timer yourself. On Linux, install xprintidle.');
  }
  if (reached === false) note('server', 'Offline. Keep working: everything is sent later.');
  return checks;
}
