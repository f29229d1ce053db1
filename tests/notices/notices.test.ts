import { expect } from 'chai';
import { User } from '../../src/accounts/user-model.ts';
import { acceptOffer, declineOffer, withdrawOffer } from '../../src/contracts/answer-offer.ts';
import { transaction } from '../../src/db/sequelize.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { tell } from '../../src/notices/tell.ts';
import { world, type Person, type World } from '../support/world.ts';

describe('Notices', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
    await Notice.destroy({ where: { userId: [w.carla.id, w.felix.id] } });
  });

  const newest = (person: Person) =>
    Notice.findOne({ where: { userId: person.id }, order: [['id', 'DESC']], rejectOnEmpty: true });
  const tellFelix = (title = 'Online shop', by = 'Carla') =>
    tell('contract.offered', {
      to: w.felix.id,
      contractId: w.contract.id,
      facts: { by, title },
      now: w.outside.clock.now(),
    });
  const unreadOn = ({ text }: { text: string }): string | null => /unread-count">(\d+\+?)</.exec(text)?.[1] ?? null;

  it('tell the freelancer of an offer and of its withdrawal, the client of the answer, and nobody of his own act', async () => {
    const now = w.outside.clock.now();
    const [first, second, third] = [
      await w.offer({ title: 'One' }),
      await w.offer({ title: 'Two' }),
      await w.offer({ title: 'Three' }),
    ];
    await acceptOffer(first.id, w.felix, now);
    await declineOffer(second.id, w.felix, now);
    await withdrawOffer(third.id, w.carla, now);
    const told = async (person: Person) => {
      const found = await Notice.findAll({ where: { userId: person.id }, order: [['id', 'ASC']] });
      return found.map(({ kind, contractId }) => [kind, contractId]);
    };
    expect(await told(w.felix)).to.deep.equal([
      ['contract.offered', first.id],
      ['contract.offered', second.id],
      ['contract.offered', third.id],
      ['contract.withdrawn', third.id],
    ]);
    expect(await told(w.carla)).to.deep.equal([
      ['contract.accepted', first.id],
      ['contract.declined', second.id],
    ]);
  });

  it('are not there when the act they tell of did not happen', async () => {
    await transaction(async () => {
      await tellFelix();
      throw new Error('the act failed');
    }).catch(() => undefined);
    expect(await Notice.count({ where: { userId: w.felix.id } })).to.equal(0);
  });

  it('are not kept for a closed account', async () => {
    await User.update({ closedAt: w.outside.clock.now() }, { where: { id: w.felix.id } });
    await tellFelix();
    expect(await Notice.count({ where: { userId: w.felix.id } })).to.equal(0);
  });

  it('are counted beside the bell on every page until they are read', async () => {
    expect(unreadOn(await w.felix.get('/my-jobs'))).to.equal(null);
    await tellFelix();
    await tellFelix();
    expect(unreadOn(await w.felix.get('/my-jobs'))).to.equal('2');
    expect(unreadOn(await w.carla.get('/my-jobs'))).to.equal(null);
    await w.felix
      .post(`/notices/${(await newest(w.felix)).id}/reading`)
      .expect(303)
      .expect('Location', '/notices');
    expect(unreadOn(await w.felix.get('/my-jobs'))).to.equal('1');
  });

  it('of more than a hundred are not counted one by one', async () => {
    await Notice.bulkCreate(Array.from({ length: 120 }, () => row()));
    expect(unreadOn(await w.felix.get('/my-jobs'))).to.equal('99+');
  });

  const row = () => ({
    userId: w.felix.id,
    contractId: w.contract.id,
    kind: 'contract.offered' as const,
    facts: { by: 'Carla', title: 'Online shop' },
    toldAt: w.outside.clock.now(),
    mailTries: 0,
  });

  it('lead to where one sees it, and are read by being followed', async () => {
    await tellFelix();
    const { id } = await newest(w.felix);
    await w.felix.get(`/notices/${id}`).expect(303).expect('Location', `/contracts/${w.contract.id}`);
    await w.felix.get(`/notices/${id}`).expect(303);
    const notice = await newest(w.felix);
    expect(notice.readAt).to.deep.equal(w.outside.clock.now());
    expect(notice.mailDueAt, 'no letter about it any more').to.equal(null);
  });

  it('are nobody else’s: not to follow, not to mark', async () => {
    await tellFelix();
    const { id } = await newest(w.felix);
    await w.stan.get(`/notices/${id}`).expect(404);
    await w.stan.post(`/notices/${id}/reading`).expect(404);
    await w.stan.post('/notices/readings', { upTo: String(id) }).expect(303);
    expect((await newest(w.felix)).readAt).to.equal(null);
    expect((await w.stan.get('/notices')).text).not.to.include('Online shop');
    await w.nobody.get(`/notices/${id}`).expect(303).expect('Location', `/sign-in?next=%2Fnotices%2F${id}`);
  });

  it('are all read at once, but for what came after the page was printed', async () => {
    await tellFelix();
    await tellFelix();
    const upTo = (await newest(w.felix)).id;
    await tellFelix();
    await w.felix.post('/notices/readings', { upTo: String(upTo) }).expect(303);
    expect(unreadOn(await w.felix.get('/notices'))).to.equal('1');
    await w.felix.post('/notices/readings', { upTo: 'all of them' }).expect(303);
    expect(unreadOn(await w.felix.get('/notices'))).to.equal('1');
  });

  it('are listed thirty at a time, the newest first, each exactly once', async () => {
    await Notice.bulkCreate(Array.from({ length: 65 }, () => row()));
    const listed: string[] = [];
    let path: string | undefined = '/notices';
    let pages = 0;
    while (path) {
      const { text } = await w.felix.get(path);
      listed.push(...[...text.matchAll(/<a href="\/notices\/(\d+)"/g)].map(([, id]) => id!));
      path = /href="(\/notices\?before=\d+)"/.exec(text)?.[1];
      pages += 1;
    }
    expect(pages).to.equal(3);
    const ids = await Notice.findAll({ where: { userId: w.felix.id }, order: [['id', 'DESC']] });
    expect(listed).to.deep.equal(ids.map(({ id }) => String(id)));
  });

  it('show hostile text as text, and say what to expect when there are none', async () => {
    expect((await w.felix.get('/notices')).text).to.include('Nothing to tell yet');
    await tellFelix('<img src=x onerror=alert(1)>', '"><script>');
    const { text } = await w.felix.get('/notices');
    expect(text).to.include('&lt;img src=x onerror=alert(1)&gt;').and.to.include('&lt;script&gt;');
    expect(text).not.to.include('<img src=x');
  });
});
