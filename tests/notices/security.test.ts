import { expect } from 'chai';
import { codeAt } from '../../src/accounts/one-time-code.ts';
import { config } from '../../src/config.ts';
import { mailNotices } from '../../src/notices/mail-notices.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { readUnsubscribeGrant } from '../../src/notices/unsubscribe-grant.ts';
import { everythingAtOnce } from '../support/letter-choices.ts';
import { PASSWORD, world, type World } from '../support/world.ts';

const settings = { publicUrl: 'https://time.example', secret: config.secret };

describe('A letter about security', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
    await Notice.update({ mailDueAt: null }, { where: {} });
  });

  async function setUp(): Promise<string> {
    w.outside.clock.advance(60);
    const { text } = await w.felix.get('/second-factor/new');
    const key = /<p class="key">([A-Z2-7 ]+)</.exec(text)![1]!.replaceAll(' ', '');
    await w.felix.post('/second-factor', { code: codeAt(key, w.outside.clock.now()) }).expect(200);
    return key;
  }
  const remove = (key: string) => {
    w.outside.clock.advance(60);
    const code = codeAt(key, w.outside.clock.now());
    return w.felix.post('/second-factor/removal', { password: PASSWORD, code }).expect(303);
  };
  /** The letters of the next tick. */
  async function arrived() {
    const before = w.outside.letters.length;
    await mailNotices(w.outside, settings, w.outside.clock.now());
    return w.outside.letters.slice(before);
  }

  it('tells of an authenticator that is set up, replaced and taken away; each is a notice too', async () => {
    await setUp();
    const [first] = await arrived();
    expect(first).to.include({ to: w.felix.email, subject: 'An authenticator was set up' });
    expect(first!.text).to.include('If this was not you, choose a new password at once');
    const other = await setUp();
    expect((await arrived()).map(({ subject }) => subject)).to.deep.equal(['Your authenticator was replaced']);
    await remove(other);
    expect((await arrived()).map(({ subject }) => subject)).to.deep.equal(['Your second factor was turned off']);
    const page = await w.felix.get('/notices');
    for (const title of ['was set up', 'was replaced', 'was turned off']) expect(page.text).to.include(title);
    const newest = await Notice.findOne({
      where: { userId: w.felix.id },
      order: [['id', 'DESC']],
      rejectOnEmpty: true,
    });
    expect((await w.felix.get(`/notices/${newest.id}`)).headers['location']).to.equal('/second-factor');
  });

  it('tells whose authenticator an admin has reset, and nothing of the admin’s reason', async () => {
    const words = 'Phone and codes are lost; I called back.';
    await w.ada.post(`/admin/people/${w.felix.id}/second-factor/reset`, { words }).expect(303);
    const letters = await arrived();
    expect(letters.map(({ to, subject }) => [to, subject])).to.deep.equal([
      [w.felix.email, 'Your second factor was reset'],
    ]);
    expect(letters[0]!.text).not.to.include('called back');
  });

  it('comes at once, whatever was chosen before or after, and also when its notice was read in the page', async () => {
    const nothing = Object.fromEntries(Object.keys(everythingAtOnce('freelancer')).map(about => [about, 'never']));
    await w.felix.post('/profile/letters', nothing).expect(303);
    const key = await setUp();
    await w.felix.post('/profile/letters', nothing).expect(303);
    const { id } = (await Notice.findOne({ where: { userId: w.felix.id, kind: 'second-factor.set-up' } }))!;
    await w.felix.get(`/notices/${id}`).expect(303);
    await remove(key);
    await w.felix.post('/notices/readings', { upTo: '999999999' }).expect(303);
    const [letter] = await arrived();
    expect(letter!.subject).to.equal('2 notices from Impact Time');
    expect(letter!.headers).not.to.have.property('List-Unsubscribe');
    expect(letter!.text).to.include('Letters like this cannot be stopped.').and.not.to.include('/unsubscriptions/');
    await w.felix.post('/payout-account', {
      ...{ holder: 'Felix Brandt', kind: 'iban', iban: 'AT61 1904 3002 3457 3201' },
    });
    expect((await arrived()).map(({ subject }) => subject)).to.deep.equal(['Your payout account was changed']);
  });

  it('that also tells something else stops only the letters about that', async () => {
    await w.felix.post(`/contracts/${w.contract.id}/pause`);
    await w.carla.post(`/contracts/${w.contract.id}/pause`);
    await setUp();
    const [letter] = (await arrived()).filter(({ to }) => to === w.felix.email);
    const [, grant] = /\/unsubscriptions\/([^>]+)>/.exec(letter!.headers!['List-Unsubscribe']!)!;
    expect(readUnsubscribeGrant(config.secret, grant!)?.about).to.deep.equal(['contracts']);
  });
});
