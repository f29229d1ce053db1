import { expect } from 'chai';
import { answerWithPrice } from '../../src/contracts/ask-fixed-price.ts';
import { declineProposal, withdrawProposal } from '../../src/contracts/answer-proposal.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { fixedPriceWords } from '../../src/contracts/fixed-price.ts';
import { Proposal } from '../../src/contracts/proposal-model.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import * as wire from '../../src/wire/tracker.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type Person, type World } from '../support/world.ts';

const codeOf = ({ body }: { body: unknown }): string => wire.refusal.parse(body).error.code;

describe('A switch to a fixed price', () => {
  let w: World;
  let at: string;
  let tracker: TestTracker;
  beforeEach(async () => {
    w = await world({ now: '2026-11-23T08:00:00Z' });
    at = `/contracts/${w.contract.id}`;
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-23T10:00:00Z');
  });
  const ask = async (amount = '', note = 'The scope is clear now'): Promise<Proposal> => {
    const asked = await w.felix.post(`${at}/fixed-price`, { amount, note });
    expect(asked.status, asked.text).to.equal(303);
    return open();
  };
  const open = (): Promise<Proposal> =>
    Proposal.findOne({ where: { contractId: w.contract.id, openKind: 'fixed-price' }, rejectOnEmpty: true });
  const answer = (id: number, amount: string, by: Person = w.carla) =>
    by.post(`${at}/proposals/${id}/price`, { amount });
  const contractNow = () => Contract.findByPk(w.contract.id, { rejectOnEmpty: true });
  const toldOf = (person: Person) =>
    Notice.findAll({ where: { userId: person.id, contractId: w.contract.id }, order: [['id', 'ASC']] });

  it('takes effect with the client’s yes to the amount the freelancer wished for', async () => {
    const { id } = await ask('1,200');
    const page = (await w.carla.get(at)).text;
    for (const words of [
      'Felix asks for a fixed price of $1,200.00 in place of hours',
      'The scope is clear now',
      'value="1200.00"',
    ])
      expect(page).to.include(words);
    expect((await answer(id, '1200')).status).to.equal(303);
    expect(await contractNow()).to.include({ stopped: 'fixed-price', fixedPriceCents: 120_000 });
    const line = 'Fixed price $1,200.00 since 23 Nov';
    for (const person of [w.felix, w.carla])
      for (const path of [at, '/my-jobs', `${at}/diary/2026-11-23`])
        expect((await person.get(path)).text, path).to.include(line);
    expect((await w.felix.get(at)).text).to.include('Carla accepted a fixed price of $1,200.00 in place of hours.');
    expect((await toldOf(w.carla)).map(({ kind }) => kind)).to.include('proposal.made');
    expect((await toldOf(w.felix)).map(({ kind }) => kind)).to.include('proposal.accepted');
  });

  it('ends hourly tracking at once; what began before stays and is billed', async () => {
    const { id } = await ask('500');
    expect((await tracker.send(w.contract.id, '2026-11-23T09:50:00Z')).status).to.equal(200);
    await answer(id, '500');
    w.outside.clock.set('2026-11-23T10:30:00Z');
    expect((await tracker.send(w.contract.id, '2026-11-23T09:40:00Z')).status, 'it began before').to.equal(200);
    const refused = await tracker.send(w.contract.id, '2026-11-23T10:10:00Z');
    expect([refused.status, codeOf(refused)]).to.deep.equal([422, 'contract-not-active']);
    expect((await tracker.call('put', '/timer', { contractId: w.contract.id })).status).to.equal(422);
    const jobs = (await w.carla.get('/my-jobs')).text;
    expect(jobs).to.include('20 m').and.to.include('$13.33');
    expect((await w.felix.get(`${at}/manual-time`)).text).not.to.include('manual-time/new');
  });

  it('is told to the tracker, and to one that does not know it yet the contract is paused', async () => {
    const { id } = await ask('500');
    await answer(id, '500');
    const { body } = await tracker.call('get', '/state');
    const one = wire.state.parse(body).contracts.find(contract => contract.id === w.contract.id)!;
    expect(one).to.deep.include({
      state: 'paused',
      fixedPrice: { amountCents: 50_000, since: '2026-11-23T10:00:00.000Z' },
    });
  });

  it('with another amount waits for the freelancer, who says yes', async () => {
    const { id } = await ask('1200');
    expect((await answer(id, '1000')).status).to.equal(303);
    expect((await contractNow()).stopped, 'hours go on').to.equal(null);
    const offer = await open();
    expect(offer).to.include({ proposedById: w.carla.id, amountCents: 100_000 });
    expect((await w.felix.get(at)).text).to.include('Carla asks for a fixed price of $1,000.00 in place of hours');
    expect((await w.carla.get('/my-jobs')).text).not.to.include('waits for your answer');
    expect((await w.felix.get('/my-jobs')).text).to.include('A fixed price waits for your answer');
    expect((await w.carla.post(`${at}/proposals/${offer.id}/acceptance`)).status).to.equal(403);
    expect((await w.felix.post(`${at}/proposals/${offer.id}/acceptance`)).status).to.equal(303);
    expect(await contractNow()).to.include({ stopped: 'fixed-price', fixedPriceCents: 100_000 });
  });

  it('with another amount is declined by the freelancer, and everything stays', async () => {
    const { id } = await ask();
    await answer(id, '300');
    const offer = await open();
    expect((await w.felix.post(`${at}/proposals/${offer.id}/refusal`)).status).to.equal(303);
    expect(await contractNow()).to.include({ stopped: null, fixedPriceCents: null });
    expect((await toldOf(w.carla)).at(-1)?.kind).to.equal('proposal.declined');
    expect((await w.felix.get(at)).text).to.include('fixed-price/new');
  });

  it('without an amount named cannot simply be accepted; the client names one', async () => {
    const { id } = await ask();
    const yes = await w.carla.post(`${at}/proposals/${id}/acceptance`);
    expect([yes.status, yes.text.includes('Name the amount first')]).to.deep.equal([409, true]);
    await answer(id, '300');
    expect((await contractNow()).stopped, 'the freelancer has not seen this amount').to.equal(null);
  });

  it('is declined by the client, or withdrawn by the freelancer while nobody has answered', async () => {
    const first = await ask('10');
    expect((await w.carla.post(`${at}/proposals/${first.id}/refusal`)).status).to.equal(303);
    const second = await ask('20');
    expect((await w.felix.post(`${at}/proposals/${second.id}/withdrawal`)).status).to.equal(303);
    expect((await answer(second.id, '20')).status).to.equal(409);
    expect((await contractNow()).stopped).to.equal(null);
  });

  it('says beside the field what is wrong with an amount, and keeps what was typed', async () => {
    const { id } = await ask('10');
    for (const amount of ['', '0', '-5', '12.345', '<b>', '1000000.01']) {
      const wrong = await answer(id, amount);
      expect([amount, wrong.status]).to.deep.equal([amount, 422]);
      expect(wrong.text).to.match(/id="f-amount-message"/);
      expect(wrong.text).not.to.include('<b>"');
    }
    expect((await answer(id, 'a lot')).text).to.include('value="a lot"');
    const asked = await w.felix.post(`${at}/fixed-price`, { amount: 'much', note: '' });
    for (const words of ['Enter dollars above zero', 'Enter why.', 'value="much"'])
      expect(asked.text).to.include(words);
  });

  it('withdraws what was proposed about hours, and the contract can still be ended', async () => {
    const wanted = { rate: '45', weeklyLimit: '40', evidence: 'full' };
    await w.felix.post(`${at}/terms`, wanted);
    const { id } = await ask('10');
    await answer(id, '10');
    expect(await Proposal.count({ where: { contractId: w.contract.id, state: 'open' } })).to.equal(0);
    expect((await w.carla.post(`${at}/pause`)).status).to.equal(409);
    expect((await w.carla.post(`${at}/resumption`)).status).to.equal(409);
    expect((await w.felix.post(`${at}/terms`, wanted)).status).to.equal(409);
    expect((await w.carla.post(`${at}/end`)).status).to.equal(303);
    const page = (await w.felix.get(at)).text;
    expect(page).to.include('Ended').and.to.include('Fixed price $10.00 since 23 Nov');
  });

  it('answered four ways at once has one answer', async () => {
    const { id } = await ask('10');
    const now = w.outside.clock.now();
    const ends = await Promise.allSettled([
      answerWithPrice(id, 1000, w.carla, now),
      answerWithPrice(id, 2000, w.carla, now),
      declineProposal(id, w.carla, now),
      withdrawProposal(id, w.felix, now),
    ]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
  });

  it('is asked for by the freelancer and answered by the client, and is nobody else’s', async () => {
    const { id } = await ask('10');
    const again = await w.felix.post(`${at}/fixed-price`, { amount: '20', note: 'Better so' });
    expect([again.status, again.text.includes('value="20"')]).to.deep.equal([409, true]);
    expect((await w.felix.get(`${at}/fixed-price/new`)).status).to.equal(409);
    expect((await w.carla.post(`${at}/fixed-price`, { amount: '20', note: 'Cheaper' })).status).to.equal(403);
    expect((await answer(id, '10', w.felix)).status).to.equal(403);
    for (const person of [w.stan, w.ada]) {
      expect((await answer(id, '10', person)).status).to.equal(404);
      expect((await person.post(`${at}/fixed-price`, { amount: '1', note: 'x' })).status).to.equal(404);
    }
    const other = await w.activeContract();
    expect((await w.carla.post(`/contracts/${other.id}/proposals/${id}/price`, { amount: '10' })).status).to.equal(404);
  });

  it('names the day as the reader’s zone counts it', () => {
    const price = { cents: 120_000, since: new Date('2026-11-23T23:30:00Z') };
    expect(fixedPriceWords(price, 'America/New_York')).to.equal('Fixed price $1,200.00 since 23 Nov 2026');
    expect(fixedPriceWords(price, 'Asia/Kathmandu')).to.equal('Fixed price $1,200.00 since 24 Nov 2026');
  });
});
