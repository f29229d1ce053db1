import { expect } from 'chai';
import * as wire from '../../src/wire/tracker.ts';
import { preflight, type Check } from '../../tracker/src/app/preflight.ts';
import { newModel, type Model } from '../../tracker/src/app/model.ts';
import { viewOf, type TimerView } from '../../tracker/src/ui/view.ts';
import { setClock } from '../../tracker/src/core/clock.ts';
import { openBlock } from '../../tracker/src/core/open-block.ts';
import { contractOf, felix, policy } from './fake-server.ts';

const NOW = Date.UTC(2026, 10, 16, 9) / 1000;

/** Felix at a machine on which all is well. */
function ready(changes: Partial<Model> = {}, ...contracts: Partial<Parameters<typeof contractOf>[0]>[]): Model {
  const state = {
    ...{ protocol: 1, serverTime: '2026-11-16T09:00:00.000Z', weekStartsAt: '2026-11-16T00:00:00.000Z' },
    ...{ person: felix, policy, contracts: contracts.map(contractOf) },
  };
  return {
    ...newModel(setClock({ monotonic: 0, wall: 0 }, 0)),
    stage: 'signed-in',
    session: { server: 'https://time.example.org', token: 'secret', person: felix },
    state,
    reached: true,
    idleMeasured: true,
    captureTested: true,
    draft: { contractId: 1, projectCode: '', description: 'Checkout form validation' },
    ...changes,
  };
}

/** The same with the timer running since now. */
function working(model: Model): Model {
  const task = { contractId: 1, projectCode: null, description: model.draft.description };
  const running = openBlock(task, NOW, () => 0.5, 0);
  return { ...model, timer: { ...model.timer, running, since: NOW } };
}

const said = (checks: Check[]) => checks.map(({ severity, words }) => `${severity}: ${words}`);
const shown = (model: Model) => viewOf(model, NOW) as TimerView;

describe('the pre-flight', () => {
  const cases: [about: string, model: Model, found: string[]][] = [
    ['nothing when all is well', ready({}, {}), []],
    [
      'a state that was never heard',
      ready({ state: null, draft: { contractId: null, projectCode: '', description: '' } }),
      ['blocks: Your projects are not known here yet. Get online once, then they are kept.'],
    ],
    [
      'no contract at all',
      ready({ draft: { contractId: null, projectCode: '', description: '' } }),
      ['blocks: You have no project to work on. Once you accept a client’s offer, it is listed here.'],
    ],
    [
      'a contract that is only offered',
      ready({ draft: { contractId: null, projectCode: '', description: '' } }, { state: 'offered' }),
      ['blocks: Shop redesign is offered to you. Accept it online first.'],
    ],
    [
      'an offer that was chosen before it was withdrawn',
      ready({}, { state: 'offered' }),
      ['blocks: This is an offer. Accept it online, then you can start.'],
    ],
    [
      'a contract that ended while the timer runs',
      working(ready({}, { id: 2 })),
      [
        'unprotected: This project is not on your list any more, so its time may be refused. Choose another one, or stop.',
      ],
    ],
    [
      'a description that lacks a word',
      ready({ draft: { contractId: 1, projectCode: '', description: 'Documentation' } }, {}),
      ['unprotected: One more word, so that the client knows what was done.'],
    ],
    [
      'a client whose payment failed',
      ready({}, { paymentProblem: true }),
      ['unprotected: New time is not protected until Carla Fields’s payment works again.'],
    ],
    [
      'the last hours of the week’s limit',
      ready({}, { weekSeconds: 40 * 3600 - 7800 }),
      ['note: 2 h 10 m left this week. Time after it is not billed.'],
    ],
    ['a morning that is left, by saying nothing', ready({}, { weekSeconds: 37 * 3600 }), []],
    [
      'a limit that is reached',
      ready({}, { weekSeconds: 40 * 3600 }),
      ['unprotected: Weekly limit reached: more time is kept, not billed.'],
    ],
    [
      'another tracker that runs',
      ready({ elsewhere: { device: 'Impact Time on studio (Linux)', heardAt: '2026-11-16T09:00:00.000Z' } }, {}),
      ['note: Your timer also runs on studio (Linux). The same seconds count once: stop one of them.'],
    ],
    [
      'a system that does not tell its idle time',
      ready({ idleMeasured: false }, {}),
      ['note: This system does not tell when you pause: stop the timer yourself. On Linux, install xprintidle.'],
    ],
    [
      'a server that is away',
      ready({ reached: false }, {}),
      ['note: Offline. Keep working: everything is sent later.'],
    ],
  ];
  for (const [about, model, found] of cases) {
    it(`tells ${about}`, () => expect(said(preflight(model, NOW))).to.eql(found));
  }

  it('has words for every reason why a screenshot fails, and says what it costs', () => {
    for (const captureFailure of wire.captureFailures) {
      const [tested] = preflight(ready({ captureFailure }, {}), NOW);
      const [running] = preflight(working(ready({ captureFailure }, {})), NOW);
      expect(tested?.words, captureFailure).to.match(/^[A-Z].*\. The last block is not protected\.$/);
      expect(running?.words, captureFailure).to.match(/^[A-Z].*\. This block is not protected\.$/);
    }
  });

  it('lets the timer start whatever it finds, but for a missing contract', () => {
    const troubled = ready(
      {
        ...{ captureFailure: 'no-permission', captureTested: false, idleMeasured: false, reached: false },
        draft: { contractId: 1, projectCode: '', description: '' },
        elsewhere: { device: 'studio', heardAt: '2026-11-16T09:00:00.000Z' },
      },
      { paymentProblem: true, weekSeconds: 40 * 3600 },
    );
    expect(preflight(troubled, NOW)).to.have.length(7);
    expect(shown(troubled).start.enabled).to.equal(true);
    for (const blocked of cases.filter(([, , found]) => found[0]?.startsWith('blocks'))) {
      expect(shown(blocked[1]).start.enabled, blocked[0]).to.equal(false);
    }
  });

  it('is one line when all is well, and tells what it has not tried yet', () => {
    const summary = (model: Model) => shown(model).preflight.summary?.words;
    expect(summary(ready({}, {}))).to.equal('Ready: everything you track is protected.');
    expect(summary(ready({ captureTested: false }, {}))).to.match(/^Ready\. Start tries a screenshot first/);
    expect(summary(working(ready({}, {})))).to.equal('All is well: this time is protected.');
    expect(summary(ready({ reached: false }, {}))).to.equal('Ready: everything you track is protected.');
    expect(summary(ready({}, { paymentProblem: true }))).to.equal(undefined);
  });

  it('leaves the words on the description to its field', () => {
    const model = ready({ draft: { contractId: 1, projectCode: '', description: 'coding' } }, {});
    expect(shown(model).preflight).to.eql({
      summary: { words: 'Say what you work on, and your time is protected.', tone: 'quiet' },
      checks: [],
    });
    expect(shown(model).description?.words).to.equal('“coding” alone does not say what was done.');
  });
});

describe('A project code that is not on the list', () => {
  const typed = (projectCode: string, contract: Partial<Parameters<typeof contractOf>[0]> = {}) =>
    preflight(ready({ draft: { contractId: 1, projectCode, description: 'Checkout form validation' } }, contract), NOW);

  it('is said before it costs time, and not where any code may be typed', () => {
    expect(said(typed('MINE'))).to.deep.equal([
      'unprotected: MINE is not on this project’s list of codes, so time with it may be refused. Choose one from the list.',
    ]);
    for (const code of ['', ' SHOP-12 ', 'shop-12']) expect(typed(code), code).to.deep.equal([]);
    expect(typed('MINE', { freeCodes: true })).to.deep.equal([]);
  });

  it('is asked for in the empty field only where it may be typed', () => {
    expect(shown(ready({}, {})).codeHint).to.equal('e.g. SHOP-12');
    expect(shown(ready({}, { freeCodes: true })).codeHint).to.equal('e.g. SHOP-12, or your own');
    expect(shown(ready({}, { projectCodes: [] })).codeHint).to.equal('none');
    expect(shown(ready({}, { projectCodes: [], freeCodes: true })).codeHint).to.equal('your own, if you like');
  });
});

describe('A project at a fixed price', () => {
  it('cannot be started, and the window says since when', () => {
    const fixedPrice = { amountCents: 120_000, since: '2026-11-13T09:00:00.000Z' };
    const model = ready({}, { state: 'paused', fixedPrice });
    expect(said(preflight(model, NOW))).to.deep.equal([
      'blocks: Fixed price $1,200.00 since 13 Nov 2026: hours are not tracked on this project any more.',
    ]);
    expect(shown(model).projects[0]).to.include({
      label: 'Shop redesign · Carla Fields (fixed price)',
      disabled: true,
    });
  });

  it('of a server that does not speak of it yet is none', () => {
    const { freeCodes, fixedPrice, ...older } = contractOf();
    const state = {
      ...{ protocol: 1, serverTime: '2026-11-16T09:00:00Z', weekStartsAt: '2026-11-16T00:00:00Z' },
      ...{ person: felix, policy, contracts: [older] },
    };
    expect(wire.state.parse(state).contracts[0]).to.deep.include({ freeCodes, fixedPrice });
  });
});
