import { expect } from 'chai';
import { Refused } from '../../src/kernel/errors.ts';
import { FULL, sample } from './dose.ts';
import { callsOf, waysToFail, watchCalls, type Ended, type Failing } from './failing-calls.ts';
import { figure } from './figures.ts';
import type { Act, Scene } from './scene.ts';
import { unsound } from './soundness.ts';
import { dropTriggers, emptyTables } from './empty.ts';
import { changesBetween, inEffect, stateNow, type State } from './state.ts';
import { disputeActs } from './dispute-acts.ts';
import { moneyActs } from './money-acts.ts';
import { timeActs } from './time-acts.ts';

/** In the usual run every sixth act takes part. */
const acts = [...timeActs, ...moneyActs, ...disputeActs].filter((_, place) => FULL || place % 6 === 0);

describe('When a call to the database or the storage fails', function () {
  this.timeout(FULL ? 600_000 : 60_000);
  let unwatch: () => void;
  let guardAgain: () => Promise<void>;
  let failed = 0;
  before(async () => {
    guardAgain = await dropTriggers();
    unwatch = watchCalls();
  });
  after(async () => {
    unwatch();
    await guardAgain();
    figure('The Nth call fails', 'acts', acts.length);
    figure('The Nth call fails', 'calls that failed, one after the other', failed);
  });

  for (const act of acts) {
    it(`${act.name}, or is not: nothing in between`, async () => {
      const { scene, before } = await begin(act);
      const { called: calls } = await undisturbed(scene);
      const effect = effectSince(before, await stateNow(), scene);
      expect(effect, 'what the act does').not.to.deep.equal([]);
      for (const how of waysToFail) failed += await eachCall(act, how, calls, effect);
    });
  }
});

type Begun = { scene: Scene; before: State };
async function begin(act: Act): Promise<Begun> {
  await emptyTables();
  const scene = await act.scene();
  return { scene, before: await stateNow() };
}

async function undisturbed({ act, goOn }: Scene): Promise<Ended> {
  const ended = await callsOf(null, act);
  // Somebody outside may well say no; nobody else may.
  if (!goOn) expect(ended.error, 'undisturbed').to.equal(null);
  await goOn?.();
  return ended;
}

const TIME = /\b\w+_at=(null|\S+ \S+ \+00:00|\S+)/g;
/** What goes on later, when somebody outside was asked again, has later times. */
const effectSince = (before: State, after: State, { goOn }: Scene): string[] =>
  inEffect(changesBetween(before, after)).map(change => (goOn ? change.replace(TIME, '') : change));

/** @returns how many calls failed */
async function eachCall(act: Act, how: Failing, calls: readonly string[], effect: readonly string[]): Promise<number> {
  let { scene, before } = await begin(act);
  const chosen = sample(calls.length);
  for (const nth of chosen) {
    const at = `call ${nth} of ${calls.length} ${how}: ${calls[nth - 1]}`;
    const { error } = await callsOf({ at: nth, how }, scene.act);
    expect(error, at).not.to.be.instanceOf(Refused);
    const after = await stateNow();
    expect(await unsound(scene.contractIds, scene.storage), at).to.deep.equal([]);
    if (changesBetween(before, after).length === 0) {
      expect(error, `${at}: nothing happened, and nobody is told`).not.to.equal(null);
      continue;
    }
    if (!scene.goOn) expect(effectSince(before, after, scene), at).to.deep.equal(effect);
    await (scene.goOn ?? (() => onceMore(act, scene)))();
    expect(effectSince(before, await stateNow(), scene), `${at}, and what came of it`).to.deep.equal(effect);
    expect(await unsound(scene.contractIds, scene.storage), `${at}, and what came of it`).to.deep.equal([]);
    ({ scene, before } = await begin(act));
  }
  await undisturbed(scene);
  expect(effectSince(before, await stateNow(), scene), `after all that: ${how}`).to.deep.equal(effect);
  return chosen.length;
}

/** Whoever did not hear that it was done does it again, and is told so or gets the same answer. */
async function onceMore({ anew = false }: Act, { act }: Scene): Promise<void> {
  if (anew) return;
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
