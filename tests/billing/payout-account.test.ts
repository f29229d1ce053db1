import { expect } from 'chai';
import { compact, isIban, isRouting, maskedAccount, whyNotAccount } from '../../src/billing/payout-account.ts';
import { PayoutAccount } from '../../src/billing/payout-account-model.ts';
import { Payout } from '../../src/billing/payout-model.ts';
import { seal, unseal } from '../../src/billing/sealed.ts';
import { Event } from '../../src/events/event-model.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { payWith, tickMoney, WEEK, work } from '../support/money.ts';
import { world, type Person, type World } from '../support/world.ts';

const IBAN = 'AT61 1904 3002 3457 3201';
const plain = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('The number of an account', () => {
  it('is an IBAN when its country, its length and its check digits say so', () => {
    const right = ['DE89 3704 0044 0532 0130 00', IBAN, 'GB29 NWBK 6016 1331 9268 19', 'NO93 8601 1117 947'];
    for (const iban of right) expect(isIban(compact(iban)), iban).to.equal(true);
    const wrong = ['DE89 3704 0044 0532 0130 01', 'DE89 3704 0044 0532 0130', 'XX', '', 'DE00 0000 0000 0000 0000 00'];
    for (const iban of wrong) expect(isIban(compact(iban)), iban).to.equal(false);
  });

  it('in the United States has a routing number that checks itself', () => {
    for (const number of ['021000021', '011401533']) expect(isRouting(number), number).to.equal(true);
    for (const number of ['021000022', '000000000', '12345678', '']) expect(isRouting(number), number).to.equal(false);
  });

  it('is shown by its last digits only', () => {
    const shared = { holder: 'Felix', routing: null };
    expect(maskedAccount({ ...shared, kind: 'iban', number: compact(IBAN) })).to.equal('AT •••• 3201');
    expect(maskedAccount({ ...shared, kind: 'us', number: '1234' })).to.equal('US account •••• 34');
  });

  it('stands beside a holder a bank can read', () => {
    const account = { kind: 'iban' as const, number: compact(IBAN), routing: null };
    expect(whyNotAccount({ ...account, holder: 'Zoë O’Neill-Müller' })).to.equal(null);
    for (const holder of ['<b>Felix</b>', '=1+1', 'x'.repeat(71)])
      expect(whyNotAccount({ ...account, holder })?.fault, holder).to.equal('not-a-holder');
  });

  it('is sealed: nobody reads or changes it without the secret', () => {
    const [secret, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const sealed = seal(IBAN, secret, 'a');
    expect(unseal(sealed, secret, 'a')).to.equal(IBAN);
    expect(seal(IBAN, secret, 'a')).not.to.equal(sealed);
    expect(() => unseal(sealed, other, 'a')).to.throw();
    expect(() => unseal(sealed, secret, 'b')).to.throw();
    const changed = Buffer.from(sealed, 'base64');
    changed[changed.length - 1]! ^= 1;
    expect(() => unseal(changed.toString('base64'), secret, 'a')).to.throw();
  });
});

describe('Payouts', () => {
  let w: World;
  const day = '/admin/payouts/2026-12-02';
  const keep = (who: Person, iban = IBAN) =>
    who.post('/payout-account', { holder: 'Felix Brandt', kind: 'iban', iban });
  const payout = () => Payout.findOne({ where: { freelancerId: w.felix.id }, rejectOnEmpty: true });

  beforeEach(async () => {
    w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'pays');
  });
  const earn = async () => {
    await work(w, [{}]);
    for (const at of ['closed', 'charged', 'reviewed', 'payday'] as const) await tickMoney(w, WEEK[at]);
    await w.comeBack();
  };

  it('go to an account that is kept sealed, is shown masked, and whose change is told by mail at once', async () => {
    expect((await keep(w.felix)).status).to.equal(303);
    const kept = await PayoutAccount.findOne({ where: { currentFor: w.felix.id }, rejectOnEmpty: true });
    expect(kept.sealed).not.to.include('3201');
    const { text } = await w.felix.get('/payout-account');
    expect(text).to.include('AT •••• 3201').and.not.to.include('19043002');
    const told = await Notice.findAll({ where: { userId: w.felix.id, kind: 'payout-account.changed' } });
    expect(told.map(({ mailDueAt }) => mailDueAt?.toISOString())).to.deep.equal(['2026-11-17T07:00:00.000Z']);
    // The same again changes nothing, and holds nothing up anew.
    await keep(w.felix);
    expect(await PayoutAccount.count({ where: { freelancerId: w.felix.id } })).to.equal(1);
  });

  it('ask for a right number, beside its field, and keep what was typed', async () => {
    const { status, text } = await keep(w.felix, 'AT61 1904 3002 3457 3202');
    expect([status, plain(text).includes('This is no IBAN')]).to.deep.equal([422, true]);
    expect(text).to.include('value="AT61 1904 3002 3457 3202"');
    for (const who of [w.carla, w.ada]) expect((await keep(who)).status).to.equal(403);
  });

  it('without an account wait and say so; a new account rests for two days', async () => {
    await earn();
    expect(plain((await w.felix.get('/earnings')).text)).to.include('You have no payout account yet');
    expect(plain((await w.ada.get(day)).text)).to.match(/payouts? waits? for a freelancer without a payout account/);
    w.outside.clock.set('2026-12-03T08:00:00Z');
    await keep(w.felix);
    expect(plain((await w.felix.get('/earnings')).text)).to.include('payouts are held until Sat 5 Dec, 08:00 UTC');
    await w.ada.post(`${day}/files`);
    expect((await payout()).fileId).to.equal(null);
    w.outside.clock.set('2026-12-05T08:00:00Z');
    await w.comeBack();
    expect((await w.ada.post(`${day}/files`)).status).to.equal(303);
    expect((await payout()).fileId).to.be.above(0);
  });

  it('are in one file, whoever makes it; it is formula-safe and names the account of that moment', async () => {
    await w.felix.post('/payout-account', { holder: '-Felix', kind: 'us', routing: '021000021', number: '000123456' });
    await earn();
    await Promise.all([w.ada.post(`${day}/files`), w.amir.post(`${day}/files`)]);
    const { fileId } = await payout();
    await keep(w.felix);
    const { text } = await w.ada.get(`/admin/payout-files/${fileId}.csv`);
    expect(text).to.include(`'-Felix,,000123456,021000021,5.87,USD,Impact Time payout ${(await payout()).id}`);
    expect((await w.felix.get(`/admin/payout-files/${fileId}.csv`)).status).to.equal(403);
  });

  it('are marked paid once, by file, with the bank’s reference and who said so', async () => {
    await keep(w.felix);
    await earn();
    await w.ada.post(`${day}/files`);
    const { fileId, id } = await payout();
    const field = `reference-${fileId}`;
    const empty = await w.ada.post(`/admin/payout-files/${fileId}/payment`, { [field]: ' ' });
    expect([empty.status, plain(empty.text).includes('Enter the bank’s reference.')]).to.deep.equal([422, true]);
    const both = await Promise.all(
      [w.ada, w.amir].map(who => who.post(`/admin/payout-files/${fileId}/payment`, { [field]: 'SEPA 77' })),
    );
    expect(both.map(({ status }) => status).sort()).to.deep.equal([303, 409]);
    expect([(await payout()).state, (await payout()).words]).to.deep.equal(['paid', 'SEPA 77']);
    const acts = (await Event.findAll({ where: { kind: 'payout.settled' } })).filter(
      ({ facts }) => facts['payout'] === id,
    );
    expect(acts).to.have.lengthOf(1);
  });

  it('that the bank sends back are so for a reason: it stands on the page and in the audit log, with who said so and when', async () => {
    await keep(w.felix);
    await earn();
    await w.ada.post(`${day}/files`);
    const { id, amount } = await payout();
    const wordless = await w.ada.post(`${day}/${id}/settlement`, { state: 'failed', words: ' ' });
    expect(wordless.status).to.equal(422);
    expect(wordless.text).to.match(/id="f-words-message"[^]{0,300}Enter the bank’s reference, or why it failed\./);
    expect((await payout()).state).to.equal('waiting');
    await w.ada.post(`${day}/${id}/settlement`, { state: 'failed', words: 'The account is closed.' });
    const page = plain((await w.amir.get(`${day}/${id}`)).text);
    expect(page).to.match(/Settled 2 Dec 2026[^.]* by Ada What the bank said The account is closed\./);
    const log = plain((await w.amir.get(`/admin/audit?person=${w.felix.id}`)).text);
    expect(log).to.include(`Ada marked payout ${id} over $${amount / 100} as failed: The account is closed.`);
    const made = plain((await w.amir.get(`/admin/audit?admin=${w.ada.id}&kind=payouts.sent`)).text);
    expect(made).to.match(/Ada made the bank’s file \d+: \d payouts?, \$/);
  });

  it('that the bank sends back are the freelancer’s again, with the reason', async () => {
    await keep(w.felix);
    await earn();
    const { id } = await payout();
    const failing = () => w.ada.post(`${day}/${id}/settlement`, { state: 'failed', words: 'The account is closed.' });
    const before = await failing();
    expect([before.status, plain(before.text).includes('No bank has been told')]).to.deep.equal([409, true]);
    await w.ada.post(`${day}/files`);
    expect((await failing()).status).to.equal(303);
    expect((await failing()).status).to.equal(409);
    expect(plain((await w.felix.get('/earnings')).text))
      .to.include('Available $5.87')
      .and.to.include('The account is closed.');
    for (const who of [w.felix, w.carla]) expect((await who.post(`${day}/${id}/settlement`)).status).to.equal(403);
  });
});
