import { expect } from 'chai';
import { unzipSync } from 'fflate';
import request, { type Response } from 'supertest';
import { correctBlocks } from '../../src/diary/correct-blocks.ts';
import { toSeconds } from '../../src/kernel/time.ts';
import { Event } from '../../src/events/event-model.ts';
import { whyNotTake } from '../../src/my-data/my-data.ts';
import { payWith, tickMoney, WEEK, work as workedOn } from '../support/money.ts';
import { picture } from '../support/pictures.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { ORIGIN, PASSWORD, world, type Person, type World } from '../support/world.ts';

const AT = '/profile/data';
const NINE = '2026-11-18T09:00:00Z';
const TEN_PAST = '2026-11-18T09:10:00Z';
const TWENTY_PAST = '2026-11-18T09:20:00Z';

type Copy = { names: string[]; bytes(name: string): Buffer; text(name: string): string };

async function copyOf(app: World['app'], person: Person): Promise<Copy> {
  const answer = await request(app)
    .post(AT)
    .set('Cookie', person.cookie)
    .set('Origin', ORIGIN)
    .type('form')
    .send({ password: PASSWORD })
    .responseType('blob');
  expect(answer.status).to.equal(200);
  return opened(answer);
}

function opened({ body }: Response): Copy {
  const files = unzipSync(body as Buffer);
  const bytes = (name: string): Buffer => Buffer.from(files[name] ?? expect.fail(`${name} is missing`));
  return { names: Object.keys(files), bytes, text: name => bytes(name).toString() };
}

describe('A copy of one’s own data', () => {
  let w: World;
  let tracker: TestTracker;

  beforeEach(async () => {
    w = await world({ now: '2026-11-18T08:00:00.000Z' });
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
  });
  const startOf = (iso: string): number => toSeconds(new Date(iso));

  async function work(): Promise<Buffer> {
    const shot = await picture(7);
    await tracker.send(w.contract.id, NINE, { pictures: [shot] });
    await tracker.send(w.contract.id, TEN_PAST, { block: { description: 'Basket keeps its coupon after a reload' } });
    const { body } = await tracker.send(w.contract.id, TWENTY_PAST, {
      block: { description: 'Private letter to my landlord' },
    });
    await tracker.call('delete', `/blocks/${(body as { block: { id: string } }).block.id}`);
    const words = { description: 'Checkout: coupons stay', projectCode: 'SHOP-2' };
    const diary = { id: w.contract.id, freelancerId: w.felix.id };
    await correctBlocks(w.felix, diary, [startOf(TEN_PAST)], words, w.outside.clock.now());
    await w.carla.get(`/contracts/${w.contract.id}/blocks/${startOf(NINE)}/screenshots/1`);
    await w.carla.post(`/contracts/${w.contract.id}/blocks/${startOf(NINE)}/comments`, { words: 'Is this done?' });
    return shot;
  }

  it('has everything of the freelancer’s, pictures as received, and says what each file is', async () => {
    const shot = await work();
    const copy = await copyOf(w.app, w.felix);
    const kept = `pictures/contract-${w.contract.id}/2026-11-18/09-00-00-1.jpg`;
    expect(copy.names.filter(name => !name.startsWith('pictures/'))).to.deep.equal([
      ...['profile.json', 'contracts.json', 'blocks.csv', 'corrections.csv', 'comments.csv', 'manual-time.csv'],
      ...['views.csv', 'invoices.csv', 'bonuses.csv', 'refunds.csv', 'claims.csv'],
      ...['disputes.csv', 'dispute-messages.csv', 'payouts.csv'],
      ...['notices.csv', 'sessions.csv', 'README.txt'],
    ]);
    expect(copy.names.filter(name => name.startsWith('pictures/'))).to.deep.equal([
      kept,
      kept.replace('09-00-00', '09-10-00'),
    ]);
    expect(copy.bytes(kept).equals(shot)).to.equal(true);

    const blocks = copy.text('blocks.csv').trim().split('\r\n');
    expect(blocks).to.have.length(4);
    expect(blocks[1])
      .to.include(`${NINE},`)
      .and.to.include(',600,600,40.00,Checkout: keep the basket')
      .and.include(kept);
    expect(blocks[2]).to.include('Checkout: coupons stay,SHOP-2');
    expect(blocks[3]).to.include('Private letter to my landlord').and.to.include('2026-11-18T10:00:00Z');
    expect(copy.text('corrections.csv')).to.include('Basket keeps its coupon after a reload,SHOP-1');
    expect(copy.text('comments.csv')).to.include('Carla,Is this done?');
    expect(copy.text('views.csv')).to.include('Carla,2026-11-18T10:00:00Z');
    expect(copy.text('notices.csv')).to.include('Carla wrote a comment on a block of “Online shop”.');
    expect(copy.text('sessions.csv')).to.include('web,Firefox on Linux').and.to.include('tracker,Test tracker');
    expect(JSON.parse(copy.text('profile.json'))).to.deep.include({ name: 'Felix', email: w.felix.email });
    const [contract] = JSON.parse(copy.text('contracts.json')) as { terms: object[]; client: string }[];
    expect(contract).to.deep.include({ title: 'Online shop', client: 'Carla', freelancer: 'Felix' });
    expect(contract!.terms[0]).to.deep.include({ version: 1, rateUsdPerHour: 40, weeklyLimitHours: 40 });
    expect(copy.text('README.txt'))
      .to.include(`The data of Felix <${w.felix.email}>`)
      .and.to.include('blocks.csv (3 entries)')
      .and.to.include('pictures (2)');
    expect(copy.names.map(name => (/\.(csv|json|txt)$/.test(name) ? copy.text(name) : '')).join()).not.to.match(
      /argon2|secret/i,
    );
  });

  it('has for the client the time on the contract, but neither pictures nor what a deleted block said', async () => {
    await work();
    const copy = await copyOf(w.app, w.carla);
    expect(copy.names.some(name => name.startsWith('pictures'))).to.equal(false);
    const blocks = copy.text('blocks.csv');
    expect(blocks).to.include('Checkout: coupons stay').and.not.to.include('landlord').and.not.to.include('pictures/');
    expect(blocks.trim().split('\r\n')).to.have.length(4);
    expect(copy.text('views.csv')).to.include('Carla,');
    expect(copy.text('comments.csv')).to.include('Is this done?');
    expect(copy.text('README.txt')).to.include('Screenshots are not in here.');
  });

  it('has the money of both: the freelancer’s with its fee and payouts, the client’s without', async () => {
    w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'pays');
    await workedOn(w, [{}, {}]);
    for (const at of ['closed', 'charged', 'reviewed', 'payday'] as const) await tickMoney(w, WEEK[at]);
    await w.comeBack();
    const [his, hers] = [await copyOf(w.app, w.felix), await copyOf(w.app, w.carla)];
    expect(his.text('invoices.csv')).to.include('2026-11-16T00:00:00Z').and.to.include(',1200,13.33,13.33,paid,');
    expect(his.text('invoices.csv')).to.include('Fee USD').and.to.include(',1.60');
    expect(his.text('payouts.csv')).to.include('2026-12-02T12:00:00Z,11.73,waiting');
    expect(hers.text('invoices.csv')).to.include(',1200,13.33,13.33,paid,').and.not.to.include('Fee');
    expect(hers.names).not.to.include('payouts.csv');
  });

  it('has nothing of anybody else’s', async () => {
    await work();
    const { id } = await w.offer({ email: w.stan.email, title: 'Stan’s own shop' });
    await w.stan.post(`/contracts/${id}/acceptance`);
    const stans = await signInTracker(w.app, w.stan.email);
    w.outside.clock.set('2026-11-18T11:00:00Z');
    await stans.send(id, '2026-11-18T10:20:00Z', { block: { description: 'Stan paints the walls of his shop' } });
    const all = ({ names, text }: Copy): string =>
      names
        .filter(name => !name.endsWith('.jpg'))
        .map(text)
        .join();
    expect(all(await copyOf(w.app, w.felix))).not.to.include('Stan');
    const his = await copyOf(w.app, w.stan);
    expect(all(his)).not.to.include('Felix').and.not.to.include('coupons');
    expect(his.text('blocks.csv')).to.include('Stan paints the walls');
    expect(his.names.filter(name => name.endsWith('.jpg'))).to.have.length(1);
    const ada = await copyOf(w.app, w.ada);
    expect(all(ada)).not.to.include('Felix');
    expect(ada.text('contracts.json')).to.equal('[]\n');
  });

  it('keeps hostile words as words: no name is a path, no cell a formula', async () => {
    w.outside.clock.set('2026-11-18T08:00:00Z');
    const evil = await w.activeContract({
      title: '../../etc/passwd',
      projectCodes: [{ code: '=1+1', name: '@SUM(A1)' }],
    });
    w.outside.clock.set('2026-11-18T10:00:00Z');
    const description = '=HYPERLINK("https://evil.example","open, "" me")';
    await tracker.send(evil.id, NINE, { block: { description, projectCode: '=1+1' } });
    const copy = await copyOf(w.app, w.felix);
    expect(copy.names.filter(name => name.includes('..') || name.includes('etc'))).to.deep.equal([]);
    const row = copy.text('blocks.csv').split('\r\n')[1]!;
    expect(row).to.include(`"'=HYPERLINK(""https://evil.example"",""open, """" me"")",'=1+1,`);
    expect(JSON.stringify(JSON.parse(copy.text('contracts.json')))).to.include('../../etc/passwd');
  });

  it('is given for the password only, three times a day, and each time is recorded', async () => {
    expect((await w.felix.get(AT)).text).to.include('Your screenshots, as we received them');
    expect((await w.carla.get(AT)).text).to.include('Not the screenshots');
    const wrong = await w.felix.post(AT, { password: 'not my password' });
    expect([wrong.status, wrong.text.includes('This is not your password.')]).to.deep.equal([422, true]);
    expect((await w.felix.post(AT, {})).text).to.include('Enter your password.');
    const five = await Promise.all(Array.from({ length: 5 }, () => w.felix.post(AT, { password: PASSWORD })));
    expect(five.map(({ status }) => status).sort()).to.deep.equal([200, 200, 200, 429, 429]);
    expect(five.find(({ status }) => status === 429)!.text).to.include('Take the next one tomorrow.');
    expect(await Event.count({ where: { kind: 'account.data-taken', actorId: w.felix.id } })).to.equal(3);
    w.outside.clock.advance(24 * 3600);
    expect((await w.felix.post(AT, { password: PASSWORD })).status).to.equal(200);
    expect([whyNotTake(3), whyNotTake(4)]).to.deep.equal([null, 'enough-for-today']);
  });

  it('is a download nobody else keeps', async () => {
    const { headers } = await w.felix.post(AT, { password: PASSWORD });
    expect(headers).to.include({ 'content-type': 'application/zip', 'cache-control': 'private, no-store' });
    expect(headers['content-disposition']).to.equal('attachment; filename=impact-time-my-data-2026-11-18.zip');
  });
});
