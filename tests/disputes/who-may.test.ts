import { expect } from 'chai';
import request from 'supertest';
import { closeWeek } from '../../src/billing/close-week.ts';
import { answerDispute } from '../../src/disputes/answer-dispute.ts';
import { appealDispute } from '../../src/disputes/appeal-dispute.ts';
import { approveRuling, decideAppeal, proposeRuling, sendBack } from '../../src/disputes/decide-dispute.ts';
import { billedBlocks } from '../../src/disputes/dispute-blocks.ts';
import {
  disputeActions,
  disputeRoles,
  disputeStates,
  mayNow,
  roleIn,
  whoMay,
  type DisputeAction,
  type DisputeState,
} from '../../src/disputes/dispute.ts';
import { Dispute } from '../../src/disputes/dispute-model.ts';
import { moveDisputesOn } from '../../src/disputes/move-on.ts';
import { openDispute } from '../../src/disputes/open-dispute.ts';
import { offerSplit } from '../../src/disputes/settle-by-split.ts';
import { withdrawDispute } from '../../src/disputes/withdraw-dispute.ts';
import { rows } from '../../src/db/sequelize.ts';
import { invoiceOf, WEEK_STARTS } from '../support/money.ts';
import { putBlock } from '../support/put-block.ts';
import { ORIGIN, world, type Person, type World } from '../support/world.ts';

const WORDS = 'These words say enough about it, I believe.';
/** One block costs $500, so every decision takes two admins. */
const RATE = 300_000;
const BLOCKS = 130;
const OPENED = new Date('2026-11-23T12:15:00Z');

/** The clock is nobody who could ask. */
const asked = disputeActions.filter(action => action !== 'lapse' && action !== 'close');
type Asked = Exclude<DisputeAction, 'lapse' | 'close'>;
const isAsked = (action: DisputeAction): action is Asked => (asked as readonly DisputeAction[]).includes(action);

describe('Who may do what to a dispute, and when', () => {
  let w: World;
  let invoice: number;
  let starts: number[];
  let amir: Person;
  let zoe: Person;
  let people: Record<string, Person | null>;

  before(async () => {
    w = await world({ now: '2026-11-16T07:00:00Z' });
    const { id } = await w.activeContract({ rateCents: RATE });
    const of = { contractId: id, freelancerId: w.felix.id };
    for (let place = 0; place < BLOCKS; place += 1)
      await putBlock({ ...of, startedAt: WEEK_STARTS + 86_400 + place * 600 }, new Date('2026-11-18T08:00:00Z'));
    await closeWeek(id, WEEK_STARTS, new Date('2026-11-23T12:01:00Z'));
    w.outside.clock.set(OPENED.toISOString());
    await w.comeBack();
    zoe = await w.person('Zoe', 'admin');
    amir = w.amir;
    invoice = (await invoiceOf(id)).id;
    starts = (await billedBlocks(invoice)).map(({ startedAt }) => startedAt);
    people = {
      ...{ 'the client': w.carla, 'the freelancer': w.felix, 'a stranger': w.stan },
      ...{ 'the admin who proposed': w.ada, 'the admin who approved': amir, 'another admin': zoe, nobody: null },
    };
  });

  const ruling = (startedAt: number) => [
    { to: 'freelancer' as const, reason: 'work-is-shown' as const, words: WORDS, blocks: [startedAt] },
  ];
  const blockOf = async (id: number) => {
    const [row] = await rows<{ at: number }>('SELECT started_at AS at FROM dispute_blocks WHERE dispute_id = $1', [id]);
    return Number(row!.at);
  };

  /** A dispute of one block of its own that stands where it is wanted. */
  async function disputeIn(state: DisputeState): Promise<Dispute> {
    const startedAt = starts.pop()!;
    const opening = { blocks: [startedAt], reason: 'idle-time' as const, words: WORDS };
    const dispute = await openDispute(invoice, opening, w.carla, OPENED);
    const { id } = dispute;
    if (state === 'closed') await withdrawDispute(id, w.carla, OPENED);
    const way: [DisputeState, () => Promise<unknown>][] = [
      ['open', () => answerDispute(id, { accepted: [], words: WORDS }, w.felix, OPENED)],
      ['contested', () => proposeRuling(id, ruling(startedAt), w.ada, OPENED)],
      ['proposed', () => approveRuling(id, amir, OPENED)],
      ['decided', () => appealDispute(id, WORDS, w.felix, OPENED)],
    ];
    for (const [from, step] of way)
      if (state !== 'closed' && from !== state && (await dispute.reload()).state === from) await step();
    expect((await dispute.reload()).state).to.equal(state);
    return dispute;
  }

  const visitor = (person: Person | null) => person ?? w.nobody;
  const post = (path: string, fields: Record<string, string>) => (person: Person | null) =>
    visitor(person)
      .post(path, fields)
      .then(({ status }) => status);
  const act = (one: (by: Person) => Promise<unknown>) => (person: Person | null) =>
    person
      ? one(person).then(
          () => 303,
          (error: Error) => error.constructor.name,
        )
      : Promise.resolve(303);

  /** Tries it as this person: through the pages, and what only admins may by the act behind their pages. */
  async function attempt(dispute: Dispute, action: Asked, person: Person | null): Promise<unknown> {
    const { id } = dispute;
    const [at, block] = [`/disputes/${id}`, await blockOf(id)];
    const other = person === w.carla ? w.felix : w.carla;
    const offered = dispute.state === 'closed' ? 0 : (await offerSplit(id, { amount: 1, words: '' }, other, OPENED)).id;
    const ways: Record<Asked, (person: Person | null) => Promise<unknown>> = {
      answer: post(`${at}/answer`, { block: '', words: WORDS }),
      withdraw: post(`${at}/withdrawal`, {}),
      'offer-split': post(`${at}/offers`, { amount: '2', note: '' }),
      'accept-split': post(`${at}/offers/${offered}/acceptance`, {}),
      'decline-split': post(`${at}/offers/${offered}/refusal`, {}),
      write: post(`${at}/messages`, { message: WORDS }),
      'add-files': by => addFile(at, by),
      'accept-decision': post(`${at}/acceptance`, {}),
      appeal: post(`${at}/appeal`, { appeal: WORDS }),
      propose: act(by => proposeRuling(id, ruling(block), by, OPENED)),
      approve: act(by => approveRuling(id, by, OPENED)),
      'send-back': act(by => sendBack(id, WORDS, by, OPENED)),
      'decide-appeal': act(by => decideAppeal(id, ruling(block), by, OPENED)),
    };
    return ways[action](person);
  }

  async function addFile(at: string, person: Person | null) {
    const sending = request(w.app)
      .post(`${at}/files`)
      .set('Cookie', person?.cookie ?? '')
      .set('Origin', ORIGIN);
    return (await sending.attach('files', Buffer.from('%PDF-1.4 a letter\n%%EOF'), 'letter.pdf')).status;
  }

  /** Everything that is kept of a dispute; offers by what became of those that somebody attempts to answer. */
  async function keptOf({ id }: Dispute, action: DisputeAction): Promise<string> {
    const tables = ['dispute_blocks', 'dispute_rulings', 'dispute_messages', 'dispute_files'];
    const found = [await rows('SELECT * FROM disputes WHERE id = $1', [id])];
    for (const table of tables) found.push(await rows(`SELECT * FROM ${table} WHERE dispute_id = $1`, [id]));
    const newest = 'SELECT * FROM dispute_offers WHERE dispute_id = $1 AND ';
    const which = action === 'offer-split' ? 'amount_cents = 200' : "state IN ('accepted', 'declined')";
    found.push(await rows(newest + which, [id]));
    return JSON.stringify(found);
  }

  for (const state of disputeStates) {
    it(`${state}: exactly those in the table change anything`, async () => {
      let still = await disputeIn(state);
      for (const action of asked) {
        for (const [name, person] of Object.entries(people)) {
          const role = person && roleIn(still, person);
          const allowed = mayNow(state, action, role);
          const before = await keptOf(still, action);
          const answer = await attempt(still, action, person);
          const changed = (await keptOf(still, action)) !== before;
          expect([action, name, changed], `${action} by ${name}: ${String(answer)}`).to.deep.equal([
            action,
            name,
            allowed,
          ]);
          if (changed) still = await disputeIn(state);
        }
      }
    }).timeout(120_000);
  }

  it('the clock acts on those that wait for it, and on no others', async () => {
    const all = new Map<DisputeState, Dispute>();
    for (const state of disputeStates) all.set(state, await disputeIn(state));
    await moveDisputesOn(new Date('2026-11-26T12:15:00Z'));
    for (const [state, dispute] of all) {
      const acts = mayNow(state, 'lapse', 'clock') || mayNow(state, 'close', 'clock');
      expect([state, (await dispute.reload()).state !== state]).to.deep.equal([state, acts]);
    }
  });

  it('the table names every action, and each of its roles is somebody', () => {
    const named = new Set(Object.values(whoMay).flatMap(actions => Object.keys(actions)));
    expect([...named].sort()).to.deep.equal([...disputeActions].sort());
    expect(disputeActions.filter(isAsked)).to.have.lengthOf(disputeActions.length - 2);
    const roles = new Set(Object.values(whoMay).flatMap(actions => Object.values(actions).flat()));
    expect(disputeRoles.filter(role => !roles.has(role))).to.deep.equal(['decider']);
  });
});
