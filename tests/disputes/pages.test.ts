import { expect } from 'chai';
import request from 'supertest';
import { fileClaim } from '../../src/billing/file-claim.ts';
import { refundInvoice } from '../../src/billing/refund-invoice.ts';
import { answerDispute } from '../../src/disputes/answer-dispute.ts';
import { proposeRuling } from '../../src/disputes/decide-dispute.ts';
import { Dispute } from '../../src/disputes/dispute-model.ts';
import { DisputeFile } from '../../src/disputes/dispute-file-model.ts';
import { withdrawDispute } from '../../src/disputes/withdraw-dispute.ts';
import { Event } from '../../src/events/event-model.ts';
import { sentenceOf } from '../../src/events/event.ts';
import type { Refused } from '../../src/kernel/errors.ts';
import { wordsOf } from '../../src/notices/notice.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { accountsOf, payWith, tickMoney, WEEK } from '../support/money.ts';
import { CONTEST, disputedWeek, OPENED, WORDS, type Case } from '../support/dispute.ts';
import { picture } from '../support/pictures.ts';
import { ORIGIN, type Person } from '../support/world.ts';

const HOSTILE = '<script>alert("x")</script> & no work at all';
const ESCAPED = '&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; no work at all';
const send = (w: Case, person: Person, at: string, files: [name: string, bytes: Buffer][]) => {
  const sending = request(w.app).post(`${at}/files`).set('Cookie', person.cookie).set('Origin', ORIGIN);
  for (const [name, bytes] of files) sending.attach('files', bytes, name);
  return sending;
};

describe('The pages of a dispute', () => {
  let w: Case;
  beforeEach(async () => {
    w = await disputedWeek();
  });
  const at = () => `/invoices/${w.invoice.id}/disputes`;
  const newest = async () => (await Dispute.findOne({ where: { invoiceId: w.invoice.id }, order: [['id', 'DESC']] }))!;

  it('lead from the invoice over ticked blocks and a preview to the dispute; what was ticked and typed survives every mistake', async () => {
    expect((await w.carla.get(`/invoices/${w.invoice.id}`)).text).to.include(`${at()}/new`);
    expect((await w.felix.get(`/invoices/${w.invoice.id}`)).text).not.to.include('/disputes/new');
    const nothing = await w.carla.get(`${at()}/confirm`).expect(422);
    expect(nothing.text).to.include('Tick at least one block first.');
    const ticked = (text: string) => [...text.matchAll(/value="(\d+)" checked/g)].map(([, start]) => Number(start));
    const [first, second, third, fourth] = w.starts;
    expect(ticked((await w.carla.get(`${at()}/new?tick=unprotected`)).text)).to.deep.equal([third, fourth]);
    expect(ticked((await w.carla.get(`${at()}/new?tick=2026-11-18`)).text)).to.deep.equal(w.starts);
    expect(ticked((await w.carla.get(`${at()}/new?tick=2026-11-19`)).text)).to.deep.equal([]);
    const chosen = `${first},${third},${fourth}`;
    const preview = (await w.carla.get(`${at()}/confirm?block=${first}&block=${third}&block=${fourth}`)).text;
    expect(preview)
      .to.include('1 of these 3 blocks is protected. $20.00 of invoice')
      .and.to.include('the other $6.67 are paid on time')
      .and.to.include('until Thu 26 Nov, 07:15 (America/New_York)');
    const wrong = await w.carla.post(at(), { block: chosen, words: 'Too short', reason: 'none' }).expect(422);
    expect(wrong.text)
      .to.include('Choose a reason.')
      .and.to.include('at least 20 characters')
      .and.to.include('Too short')
      .and.to.include(`value="${chosen}"`);
    expect(ticked((await w.carla.get(`${at()}/new?block=${chosen}`)).text)).to.deep.equal([first, third, fourth]);
    const { headers } = await w.carla.post(at(), { block: chosen, words: HOSTILE, reason: 'wrong-task' }).expect(303);
    expect(headers['location']).to.equal(`/disputes/${(await newest()).id}`);
    for (const person of [w.carla, w.felix]) {
      const page = (await person.get(headers['location']!)).text;
      expect(page).to.include(ESCAPED).and.not.to.include(HOSTILE);
    }
    const again = await w.carla.post(at(), { block: String(second), words: WORDS, reason: 'idle-time' }).expect(303);
    expect(again.headers['location']).to.not.equal(headers['location']);
    expect((await w.carla.get(`${at()}/new?tick=all`)).text).to.include('Disputed already');
    for (const bad of ['', 'x', '1', `${first},1`])
      await w.carla.post(at(), { block: bad, words: WORDS, reason: 'idle-time' }).expect(404);
  });

  it('are not there for others: whoever may not see the invoice cannot dispute it, and its freelancer may not', async () => {
    const typed = { block: String(w.starts[0]), words: WORDS, reason: 'idle-time' };
    await w.stan.get(`${at()}/new`).expect(404);
    await w.stan.post(at(), typed).expect(404);
    // An admin who has a reason may look at an invoice, and no more.
    await w.ada.post(at(), typed);
    await w.felix.get(`${at()}/new`).expect(403);
    await w.felix.post(at(), typed).expect(403);
    w.outside.clock.set(WEEK.reviewed);
    await w.comeBack();
    expect((await w.carla.get(`${at()}/new`).expect(409)).text).to.include('The review ended on Friday');
    expect((await w.carla.post(at(), typed).expect(409)).text).to.include('The review ended on Friday');
    expect(await Dispute.count({ where: { invoiceId: w.invoice.id } })).to.equal(0);
  });

  it('take the freelancer’s answer: he sees what it means, and says why he contests', async () => {
    const { id } = await w.dispute([0, 2, 3]);
    const here = `/disputes/${id}`;
    expect((await w.felix.get('/my-jobs')).text)
      .to.include('A dispute waits for your answer')
      .and.to.include(here);
    expect((await w.felix.get('/disputes')).text)
      .to.include('Waiting for you')
      .and.to.include('A dispute waits for your answer');
    expect((await w.carla.get('/disputes')).text).not.to.include('Waiting for you');
    await w.carla.get(`${here}/answer`).expect(403);
    expect((await w.felix.get(`${here}/answer?tick=unprotected`)).text.match(/ checked/g)).to.have.lengthOf(2);
    const confirm = (await w.felix.get(`${here}/answer/confirm?block=${w.starts[2]}`)).text;
    expect(confirm)
      .to.include('Accept 1 block, contest 2')
      .and.to.include('refunded to Carla at once')
      .and.to.include('until Wed 25 Nov, 13:15 (Europe/Vienna)');
    const typed = { block: String(w.starts[2]), words: 'No.' };
    expect((await w.felix.post(`${here}/answer`, typed).expect(422)).text)
      .to.include('Say why you contest it, in at least 20 characters')
      .and.to.include(`value="${typed.block}"`);
    await w.felix.post(`${here}/answer`, { ...typed, words: CONTEST }).expect(303);
    const page = (await w.carla.get(here)).text;
    expect(page)
      .to.include(CONTEST)
      .and.to.include('Accepted, refunded')
      .and.to.include('Contested')
      .and.to.include('Being decided');
    expect((await w.felix.post(`${here}/answer`, { ...typed, words: CONTEST }).expect(409)).text).to.include(
      'has moved on',
    );
    await w.felix.get(`${here}/answer`).expect(409);
  });

  it('take an answer that accepts everything without a word', async () => {
    const { id } = await w.dispute([2]);
    await w.felix.post(`/disputes/${id}/answer`, { block: String(w.starts[2]), words: '' }).expect(303);
    expect((await newest()).ending).to.equal('accepted');
    expect((await w.felix.get('/disputes')).text).to.include('Accepted');
  });

  it('say what is wrong with an offer, an appeal and a message, beside the field, with what was typed', async () => {
    const { id } = await w.dispute([0]);
    const here = `/disputes/${id}`;
    const much = await w.felix.post(`${here}/offers`, { amount: '6.68', note: 'All of it' }).expect(422);
    expect(much.text).to.include('id="f-amount-message"').and.to.include('at most $6.67').and.to.include('All of it');
    await w.felix.post(`${here}/messages`, { message: ' ' }).expect(422);
    await w.felix.post(`${here}/messages`, { message: HOSTILE }).expect(303);
    await w.felix.post(`${here}/messages`, { message: HOSTILE }).expect(303);
    const page = (await w.carla.get(here)).text;
    expect(page.split(ESCAPED)).to.have.lengthOf(2);
    await answerDispute(id, { accepted: [], words: CONTEST }, w.felix, w.now());
    await proposeRuling(id, w.ruling({ client: [0] }), w.ada, w.now());
    expect((await w.felix.post(`${here}/appeal`, { appeal: 'Unfair!' }).expect(422)).text)
      .to.include('id="f-appeal-message"')
      .and.to.include('Unfair!');
    expect((await w.felix.get(here)).text)
      .to.include('The evidence does not show the work')
      .and.to.include('Accept the decision');
    expect((await w.felix.get('/disputes')).text).to.include('A dispute is decided');
  });

  it('take documents and pictures, look into them, and give them to both sides alone', async () => {
    const { id } = await w.dispute([0]);
    const here = `/disputes/${id}`;
    const pdf = Buffer.from('%PDF-1.7 an agreement\n%%EOF');
    await send(w, w.carla, here, [
      ['../Vertrag „Mai“.pdf', pdf],
      ['photo.jpg', await picture(7)],
    ]).expect(303);
    await send(w, w.carla, here, [['same.pdf', pdf]]).expect(303);
    const [document, photo] = await DisputeFile.findAll({ where: { disputeId: id }, order: ['id'] });
    expect(await DisputeFile.count({ where: { disputeId: id } }), 'the same once more is the same').to.equal(2);
    expect(document!.name).to.equal('Vertrag „Mai“.pdf');
    for (const person of [w.carla, w.felix]) {
      const got = await person.get(`${here}/files/${document!.id}`).expect(200);
      expect(got.headers['content-disposition']).to.match(/^attachment; filename="/);
      expect(got.headers).to.include({
        'content-type': 'application/pdf',
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      });
      expect(Buffer.from(got.body as Buffer).equals(pdf)).to.equal(true);
      const seen = await person.get(`${here}/files/${photo!.id}`).expect(200);
      expect(seen.headers).to.include({ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' });
    }
    for (const person of [w.stan, w.ada]) await person.get(`${here}/files/${document!.id}`).expect(404);
    await w.nobody.get(`${here}/files/${document!.id}`).expect(303);
    const other = await w.dispute([1]);
    await w.carla.get(`/disputes/${other.id}/files/${document!.id}`).expect(404);
    const page = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    expect((await send(w, w.felix, here, [['x.jpg', page]]).expect(422)).text).to.include(
      'Only PDF documents and PNG or JPEG',
    );
    expect((await send(w, w.felix, here, [['x.jpg', Buffer.from([0xff, 0xd8, 1, 2])]]).expect(422)).text).to.include(
      'f-files-message',
    );
    await send(w, w.felix, here, []).expect(422);
    const many = Array.from({ length: 4 }, (_, place): [string, Buffer] => [
      `${place}.pdf`,
      Buffer.from(`%PDF-1.7 ${place}\n%%EOF`),
    ]);
    expect((await send(w, w.carla, here, many).expect(422)).text).to.include('at most 5 files');
    expect(await DisputeFile.count({ where: { disputeId: id, byId: w.carla.id } })).to.equal(2);
    const large = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(5_000_001, 32), Buffer.from('%%EOF')]);
    expect((await send(w, w.felix, here, [['large.pdf', large]]).expect(413)).text).to.include('at most 5 MB');
    expect(await Event.count({ where: { contractId: w.contract.id, kind: 'dispute.file-added' } })).to.equal(2);
  });

  it('are led to from the disputed block, and say on the invoice what is held', async () => {
    const { id } = await w.dispute([0]);
    const block = (await w.felix.get(`/contracts/${w.contract.id}/blocks/${w.starts[0]}`)).text;
    expect(block).to.include(`href="/disputes/${id}"`).and.to.include('Waits for an answer');
    expect((await w.felix.get(`/contracts/${w.contract.id}/blocks/${w.starts[1]}`)).text).not.to.include('/disputes/');
    const invoice = (await w.felix.get(`/invoices/${w.invoice.id}`)).text;
    expect(invoice).to.include('$6.67 of this invoice are disputed').and.to.include(`href="/disputes/${id}"`);
    await tickMoney(w, WEEK.charged);
    await tickMoney(w, WEEK.reviewed);
    await w.comeBack();
    expect((await w.felix.get('/earnings')).text, 'it stays in escrow').to.include(w.invoice.number);
  });

  it('tell both sides of every step, with the deadline where each of them lives', async () => {
    const { id } = await w.dispute([0, 2]);
    const told = async (person: Person) =>
      wordsOf((await Notice.findOne({ where: { userId: person.id }, order: [['id', 'DESC']] }))!);
    for (const [person, until] of [
      [w.felix, 'Thu 26 Nov, 13:15 (Europe/Vienna)'],
      [w.carla, 'Thu 26 Nov, 07:15 (America/New_York)'],
    ] as const) {
      const { sentence, path } = await told(person);
      expect(sentence)
        .to.include('Carla disputes 2 blocks of invoice')
        .and.to.include('$13.34 are held')
        .and.to.include(until);
      expect(path).to.equal(`/disputes/${id}`);
    }
    await answerDispute(id, { accepted: [w.starts[2]!], words: CONTEST }, w.felix, w.now());
    expect((await told(w.carla)).sentence)
      .to.include('$6.67 go back to the client')
      .and.to.include('An admin decides until Wed 25 Nov, 07:15');
    await proposeRuling(id, w.ruling({ freelancer: [0] }), w.ada, w.now());
    expect((await told(w.felix)).sentence)
      .to.include('$6.67 for the freelancer')
      .and.to.include('appeal until Thu 26 Nov, 13:15');
    const events = await Event.findAll({ where: { contractId: w.contract.id }, order: ['id'] });
    const said = events.map(event => sentenceOf(event)).filter(sentence => sentence.includes('disput'));
    expect(said[0]).to.equal(`Carla disputed 2 blocks of invoice ${w.invoice.number}: $13.34 are held.`);
    expect(said.at(-1)).to.equal(
      `Ada decided the dispute about invoice ${w.invoice.number}: $6.67 for the freelancer.`,
    );
  });
});

describe('A dispute about a week that is not paid', () => {
  const outcome = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: unknown) => (error as Refused).code,
    );
  let w: Case;
  /** Two of four blocks are protected: 1334 of 2667 cents. */
  beforeEach(async () => {
    w = await disputedWeek(cast => payWith(cast.carla, 'no-funds'));
  });
  const failThrice = async () => {
    for (const at of [WEEK.charged, '2026-11-25T12:00:00Z', '2026-11-26T12:00:00Z']) await tickMoney(w, at);
  };

  it('lowers what is due; the fund is asked for what is protected and not disputed, and never for what went back', async () => {
    const dispute = await w.dispute([0, 2]);
    await w.answer(dispute);
    await failThrice();
    await proposeRuling(dispute.id, w.ruling({ client: [0], freelancer: [2] }), w.ada, w.now());
    await tickMoney(w, WEEK.reviewed);
    const claim = await fileClaim(w.invoice.id, 'Carla does not answer.', w.felix, w.now());
    expect(claim.amount, 'only the other protected block').to.equal(667);
    await w.at('2026-11-29T12:00:00Z');
    expect((await dispute.reload()).state).to.equal('closed');
    expect(await accountsOf(await w.invoice.reload())).to.deep.equal({ client: -2000, due: 2000 });
    expect(dispute.earnedAt, 'the rest comes with the invoice').to.equal(null);
    expect((await claim.reload()).amount).to.equal(667);
    await payWith(w.carla, 'pays');
    await w.at('2026-11-30T12:00:00Z');
    expect(await accountsOf(await w.invoice.reload())).to.deep.equal({ freelancer: 1760 });
  });

  it('ends the payment problem when nothing is left to pay', async () => {
    await refundInvoice(w.invoice.id, { amount: 2000, words: 'Sorry', nth: 1 }, w.felix, w.now());
    const dispute = await w.dispute([2]);
    expect(await outcome(w.dispute([3]))).to.equal('more-than-is-left');
    await failThrice();
    expect((await w.invoice.reload()).chargeState).to.equal('failed');
    w.outside.clock.set(OPENED);
    await w.answer(dispute, [2]);
    expect((await w.invoice.reload()).chargeState).to.equal('paid');
    expect(await accountsOf(w.invoice)).to.deep.equal({});
    expect(await outcome(withdrawDispute(dispute.id, w.carla, w.now()))).to.equal('moved-on');
  });
});
