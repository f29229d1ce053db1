import { expect } from 'chai';
import { AuditEntry } from '../../src/admin/audit-model.ts';
import { balanceOf } from '../../src/billing/balances.ts';
import { fund, move, outside } from '../../src/billing/ledger.ts';
import { post } from '../../src/billing/post.ts';
import { acceptDecision, appealDispute } from '../../src/disputes/appeal-dispute.ts';
import type { Dispute } from '../../src/disputes/dispute-model.ts';
import { DisputeRuling } from '../../src/disputes/dispute-ruling-model.ts';
import { writeMessage } from '../../src/disputes/write-message.ts';
import { disputedWeek, CONTEST, RULED, WORDS, type Case } from '../support/dispute.ts';
import { accountsOf, WEEK } from '../support/money.ts';
import { tireOf } from '../support/second-factor.ts';
import type { Person } from '../support/world.ts';

const LOOK = { reason: 'dispute', words: 'The dispute waits for a decision.' };
const OTHER = 'In this one the screen shows something else.';

/** Three blocks are disputed, 2001 cents: two protected ones, and one that says nothing, which Felix accepts. */
describe('The case page of a dispute', () => {
  let w: Case;
  let dispute: Dispute;
  beforeEach(async () => {
    w = await disputedWeek();
    await w.at(WEEK.charged);
    dispute = await w.dispute([0, 1, 2]);
    await w.answer(dispute, [2]);
  });
  const page = (): string => `/admin/disputes/${dispute.id}`;
  const saysWhy = (who: Person) => who.post(`/admin/contracts/${w.contract.id}/look`, { ...LOOK, next: page() });
  const to = (sides: Record<number, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(sides).map(([place, side]) => [`to-${w.starts[Number(place)]!}`, side]));
  const because = (side: string, reason: string) => ({ [`reason-${side}`]: reason, [`words-${side}`]: RULED });
  const forFelix = () => ({ ...to({ 0: 'freelancer', 1: 'freelancer' }), ...because('freelancer', 'work-is-shown') });
  const press = (who: Person, step: string, fields: Record<string, string> = {}) =>
    who.post(`${page()}/decision`, { ...fields, step });
  const rulings = () => DisputeRuling.count({ where: { disputeId: dispute.id } });

  it('opens for an admin who has said why, and for nobody else', async () => {
    for (const who of [w.felix, w.carla, w.stan]) expect((await who.get(page())).status).to.equal(403);
    const asked = await w.ada.get(page());
    const look = `/admin/contracts/${w.contract.id}/look`;
    expect([asked.status, asked.headers['location']]).to.deep.equal([
      303,
      `${look}?next=${encodeURIComponent(page())}`,
    ]);
    expect((await saysWhy(w.ada)).headers['location']).to.equal(page());
    expect((await w.ada.get(page())).status).to.equal(200);
    expect((await w.amir.get(page())).status, 'each says so for himself').to.equal(303);
    expect((await w.ada.get(`${page()}/blocks/1`)).status).to.equal(404);
  });

  it('says what is asked, by when, what is at stake and what the rule says, then everything it takes to decide', async () => {
    await writeMessage(dispute.id, 'Can we not settle this?', w.felix, w.now());
    await saysWhy(w.ada);
    const { text } = await w.ada.get(page());
    for (const words of [
      ...['Decide 2 blocks: $13.34', '2 of 2', 'Thu 26 Nov', 'not needed', 'Other work than what we agreed on'],
      ...[WORDS, CONTEST, 'Can we not settle this?', 'Given back by Felix', 'thumb.jpg'],
      ...['What each decision would do', 'All from the fund', 'Escrow of this invoice', '+$11.74', '$40.00 an hour'],
    ])
      expect(text, words).to.include(words);
    expect(text.match(/name="to-\d+"/g), 'three choices for each contested block').to.have.lengthOf(6);
    const all = (await w.ada.get(`${page()}?timeline=all`)).text;
    for (const words of ['Terms 1 hold: $40.00 an hour', 'offered the contract', 'were logged on this day'])
      expect(all, words).to.include(words);
  });

  it('opens a picture in full among the blocks of the case, and the freelancer reads why', async () => {
    await saysWhy(w.ada);
    const viewer = await w.ada.get(`${page()}/blocks/${w.starts[0]!}`);
    expect(viewer.text).to.include(`${page()}/blocks/${w.starts[1]!}`).and.to.include('1 of 2');
    const picture = /\/contracts\/\d+\/blocks\/\d+\/screenshots\/1/.exec(viewer.text)![0];
    await w.ada.get(picture).expect(200);
    const [seen] = await AuditEntry.findAll({ where: { adminId: w.ada.id, kind: 'look.picture' } });
    expect([seen?.reason, seen?.contractId]).to.deep.equal(['dispute', w.contract.id]);
    expect((await w.felix.get(`/contracts/${w.contract.id}/views`)).text).to.include('An admin: Deciding a dispute');
  });

  it('chooses for all at once, keeps what was typed, and decides nothing by that', async () => {
    await saysWhy(w.ada);
    const typed = because('client', 'not-agreed');
    for (const [preset, side] of [
      ['rule', 'freelancer'] as const,
      ['client', 'client'] as const,
      ['fund', 'fund'] as const,
    ]) {
      const { status, text } = await press(w.ada, preset, typed);
      expect([preset, status, text.split(`value="${side}" id`).length]).to.deep.equal([preset, 200, 3]);
      expect(text.match(/type="radio"[^>]* checked/g)).to.have.lengthOf(2);
      expect(text).to.include(RULED).and.to.include('value="not-agreed" selected');
    }
    expect(await rulings()).to.equal(0);
  });

  it('says beside each field what is missing', async () => {
    await saysWhy(w.ada);
    const answer = await press(w.ada, 'preview', { ...to({ 0: 'client' }), ...because('client', 'work-is-shown') });
    expect(answer.status).to.equal(422);
    for (const words of ['Say who gets the money of one more block.', 'This reason does not go with that decision.'])
      expect(answer.text).to.include(words);
    const short = { ...forFelix(), 'words-freelancer': 'Because.' };
    expect((await press(w.ada, 'decide', short)).text).to.include(
      'Say in at least 20 characters why these blocks go to the freelancer.',
    );
    expect(await rulings()).to.equal(0);
  });

  it('shows the mix that was chosen before it is made, and goes back to change it', async () => {
    await saysWhy(w.ada);
    const mix = {
      ...to({ 0: 'freelancer', 1: 'client' }),
      ...because('freelancer', 'work-is-shown'),
      [`own-reason-${w.starts[1]!}`]: 'nobody-worked',
      [`own-words-${w.starts[1]!}`]: OTHER,
    };
    const preview = await press(w.ada, 'preview', mix);
    expect(preview.status).to.equal(200);
    // The invoice itself is released on Friday, and his part with it.
    for (const words of [
      'Decide so?',
      'Felix gets later',
      '$6.67',
      OTHER,
      RULED,
      'Nobody worked in this time',
      'Nothing is decided yet',
    ])
      expect(preview.text, words).to.include(words);
    const again = await press(w.ada, 'change', mix);
    expect(again.status).to.equal(200);
    expect(again.text).to.include(OTHER).and.not.to.include('Please check');
    expect(await rulings()).to.equal(0);
    expect((await press(w.ada, 'decide', mix)).headers['location']).to.equal(page());
    expect((await dispute.reload()).state).to.equal('decided');
    for (const side of [w.felix, w.carla]) await acceptDecision(dispute.id, side, w.now());
    await w.at(WEEK.reviewed);
    // 666 of the undisputed block and 667 are his, less 12 %.
    expect(await accountsOf(await w.invoice.reload())).to.deep.equal({ freelancer: 1173 });
    expect((await w.felix.get(`/disputes/${dispute.id}`)).text).to.include(OTHER);
    await w.comeBack();
    await saysWhy(w.ada);
    expect((await w.ada.get(page())).text)
      .to.include('Paid to the freelancer')
      .and.to.include('Refunded to the client');
  });

  it('two admins at once: one decides, the other reads that it has moved on', async () => {
    for (const who of [w.ada, w.amir]) await saysWhy(who);
    const both = await Promise.all([w.ada, w.amir].map(who => press(who, 'decide', forFelix())));
    expect(both.map(({ status }) => status).sort()).to.deep.equal([303, 409]);
    expect(both.find(({ status }) => status === 409)!.text).to.include('The dispute has moved on');
    expect(await rulings()).to.equal(1);
  });

  it('asks for a fresh code before it decides, and goes on with what was typed', async () => {
    await saysWhy(w.ada);
    await tireOf(w.ada.id, new Date('2026-11-24T11:00:00Z'));
    for (const step of ['rule', 'preview', 'change'])
      expect((await press(w.ada, step, forFelix())).status).to.equal(200);
    const { status, text } = await press(w.ada, 'decide', forFelix());
    expect(status).to.equal(403);
    expect(text).to.include('step-up-code').and.to.include(RULED);
    expect(await rulings()).to.equal(0);
  });

  it('after an appeal another admin decides anew, for good', async () => {
    for (const who of [w.ada, w.amir]) await saysWhy(who);
    await press(w.ada, 'decide', forFelix());
    await appealDispute(dispute.id, WORDS, w.carla, w.now());
    const own = (await w.ada.get(page())).text;
    expect(own).to.include('You took part in the decision').and.not.to.include('name="step"');
    const { text } = await w.amir.get(page());
    expect(text)
      .to.include('Decide anew, for good: 2 blocks, $13.34')
      .and.to.include('Decisions so far')
      .and.to.include(RULED);
    expect((await press(w.ada, 'decide', forFelix())).status).to.equal(409);
    const back = { ...to({ 0: 'client', 1: 'client' }), ...because('client', 'not-agreed') };
    expect((await press(w.amir, 'preview', back)).text).to.include('Decide for good');
    await press(w.amir, 'decide', back).expect(303);
    expect([(await dispute.reload()).state, dispute.toClient]).to.deep.equal(['closed', 2001]);
    expect((await w.ada.get(page())).text).to.include('Nothing to do: it is closed');
  });

  it('is not decided from a fund that has too little, and says so before', async () => {
    await saysWhy(w.ada);
    const lines = move(await balanceOf(fund), fund, outside);
    const key = `test-drain-dispute-${dispute.id}`;
    await post({ key, kind: 'fund-deposit', contractId: null, week: null, now: new Date(0), lines });
    expect((await w.ada.get(page())).text).to.include('The fund has only $0.00.');
    const all = { ...to({ 0: 'fund', 1: 'fund' }), ...because('fund', 'our-mistake') };
    const refused = await press(w.ada, 'decide', all);
    expect(refused.status).to.equal(409);
    expect(refused.text).to.include('Put $11.74 in first').and.to.include(RULED);
    expect(await rulings()).to.equal(0);
  });
});
