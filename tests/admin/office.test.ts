import { expect } from 'chai';
import { bytes, healthLocals } from '../../src/admin/health-page.ts';
import { jobStateOf, jobWords, nextRunOf, type JobFacts } from '../../src/admin/job-state.ts';
import { hrefOf, keyed, keyIn } from '../../src/admin/paging.ts';
import { clockWords, inOrder, type Task } from '../../src/admin/waiting.ts';
import { fileClaim } from '../../src/billing/file-claim.ts';
import { healthNow } from '../../src/health/health.ts';
import { jobs } from '../../src/jobs/schedule.ts';
import { JobRun } from '../../src/jobs/job-run-model.ts';
import { invoiceOf, payWith, tickMoney, WEEK, work } from '../support/money.ts';
import { world, type World } from '../support/world.ts';

const NOW = new Date('2026-11-18T10:00:30Z');
const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

describe('What waits for an admin', () => {
  const task = (title: string, due: Date | null, another = false): Task => ({
    ...{ kind: 'claim', words: '', href: '/', title, due, another },
  });

  it('comes with what is overdue first, and what another admin has to do last', () => {
    const tasks = [
      task('later', at(60)),
      task('mine no more', at(-600), true),
      task('late', at(-5)),
      task('now', null),
    ];
    expect(inOrder(tasks).map(({ title }) => title)).to.deep.equal(['now', 'late', 'later', 'mine no more']);
    expect(clockWords(tasks[0]!, NOW)).to.deep.equal({ words: '1 h left', late: false });
    expect(clockWords(tasks[2]!, NOW).late).to.equal(true);
  });
});

describe('A job in the office', () => {
  const run: JobFacts = {
    ...{ startedAt: at(-1), endedAt: at(-1), succeededAt: at(-1), failures: 0, trouble: null, leasedUntil: null },
  };
  const states: [what: string, job: JobFacts | null, state: string][] = [
    ['that worked a minute ago works', run, 'works'],
    ['nobody has begun yet is new', null, 'new'],
    ['that a process holds runs', { ...run, leasedUntil: at(5) }, 'runs'],
    ['that failed fails, also while it runs again', { ...run, failures: 2, leasedUntil: at(5) }, 'failed'],
    ['that nobody began for a quarter of an hour is late', { ...run, startedAt: at(-16) }, 'late'],
    ['whose process died is late when its time is over', { ...run, startedAt: at(-16), leasedUntil: at(-6) }, 'late'],
  ];
  for (const [what, job, state] of states) {
    it(what, () => {
      expect(jobStateOf(job, NOW)).to.equal(state);
    });
  }

  it('says what is wrong in words, and when it comes next', () => {
    expect(jobWords('failed', { ...run, failures: 3, trouble: 'disk gone' })).to.equal(
      'Failed 3 times in a row: disk gone',
    );
    expect(nextRunOf(at(0), NOW).toISOString()).to.equal('2026-11-18T10:01:00.000Z');
    expect(nextRunOf(at(-60), NOW).toISOString()).to.equal('2026-11-18T10:01:00.000Z');
  });
});

describe('Lists of the office', () => {
  it('go on after the last row that is shown, and keep what was asked', () => {
    const rows = [9, 8, 7].map(id => ({ id }));
    expect(keyed(rows, 2, '/admin/x', { a: 'b & c', d: null })).to.deep.equal({
      ...{ shown: rows.slice(0, 2), olderHref: '/admin/x?a=b+%26+c&before=8' },
    });
    expect(keyed(rows, 3, '/admin/x', {}).olderHref).to.equal(null);
    expect([hrefOf('/x', { a: '', b: null }), keyIn('12'), keyIn('-1'), keyIn('1e3')]).to.deep.equal([
      '/x',
      12,
      null,
      null,
    ]);
  });

  it('say sizes as people do', () => {
    expect([0, 999, 1_500, 25_300_000_000].map(bytes)).to.deep.equal(['0 bytes', '999 bytes', '1.5 kB', '25.3 GB']);
  });
});

describe('The office', () => {
  let w: World;
  before(async () => {
    w = await world({ now: WEEK.monday });
    await payWith(w.carla, 'no-funds');
    await work(w, [{}, {}]);
    for (const when of [WEEK.closed, WEEK.charged, '2026-11-25T12:00:00Z', '2026-11-26T12:00:00Z', WEEK.reviewed])
      await tickMoney(w, when);
    await w.comeBack();
    const { id } = await invoiceOf(w.contract.id);
    await fileClaim(id, 'My client does not pay, and does not answer.', w.felix, w.outside.clock.now());
  });
  const read = async (path: string): Promise<string> => (await w.ada.get(path).expect(200)).text;

  it('has a queue with clocks, and each entry leads to its case', async () => {
    const { number } = await invoiceOf(w.contract.id);
    const queue = await read('/admin');
    expect(queue)
      .to.include(`invoice ${number}: Carla and Felix`)
      .and.match(/href="\/admin\/claims\/\d+"/);
    expect(queue).to.include('4 days left').and.to.include('are asked of the protection fund');
    w.outside.clock.set('2026-12-02T12:00:00Z');
    expect(await read('/admin')).to.include('overdue');
  });

  it('finds contracts by title, number and state, and tells whose they are', async () => {
    const found = await read(`/admin/contracts?query=${w.contract.id}`);
    expect(found).to.include('Online shop').and.to.include('Not paid');
    expect(await read(`/admin/contracts?query=${w.contract.id}&state=ended`)).to.include('No contract found');
    expect(await read(`/admin/contracts?person=${w.felix.id}&state=unpaid`)).to.include('Carla');
    expect(await read(`/admin/contracts?person=${w.stan.id}`)).to.include('No contract found');
  });

  it('finds weeks by day, state and contract, with what the week came to', async () => {
    const { number } = await invoiceOf(w.contract.id);
    const week = await read(`/admin/weeks?week=2026-11-18&contract=${w.contract.id}`);
    expect(week).to.include(number).and.to.include('Payment failed').and.to.include('Billed');
    expect(await read(`/admin/weeks?contract=${w.contract.id}&state=released`)).to.include('No invoice of that kind');
    expect(await read(`/admin/weeks?contract=${w.contract.id}&week=2026-11-25`)).to.include('No invoice of that kind');
  });

  it('proves the ledger, and shows one account with its balance after each line', async () => {
    const all = await read('/admin/ledger');
    expect(all).to.include('All accounts add up to $0.00').and.to.include('One account alone');
    const account = `/admin/ledger?account=client&owner=${w.carla.id}`;
    const carla = await read(account);
    expect(carla).to.include('>Balance</th>').and.to.include(`href="/admin/people/${w.carla.id}"`);
    const cells = [...carla.matchAll(/<td class="number">([^<]+)<\/td>/g)].map(([, cell]) => cell);
    expect(cells.slice(0, 2)).to.deep.equal(['-$13.33', '-$13.33']);
    expect(await read(`${account}&kind=payout`)).to.include('No line of that kind');
    expect(await read(`/admin/ledger?contract=${w.contract.id}&from=2030-01-01`)).to.include('No line of that kind');
    const csv = await w.ada.get(`/admin/ledger.csv?contract=${w.contract.id}`).expect(200);
    const sum = csv.text
      .trim()
      .split('\r\n')
      .slice(1)
      .reduce((total, line) => total + Number(line.split(',').at(-1)), 0);
    expect(Math.round(sum * 100)).to.equal(0);
    expect(csv.text.trim().split('\r\n')).to.have.length.above(2);
  });

  it('shows every job, and its trouble on the queue', async () => {
    const name = jobs[0]!.name;
    await JobRun.upsert({ name, failures: 2, startedAt: w.outside.clock.now(), trouble: 'the bank <sleeps>' });
    const page = await read('/admin/jobs');
    for (const job of jobs) expect(page.toLowerCase()).to.include(job.name.toLowerCase());
    expect(page).to.include('Failed 2 times in a row: the bank &lt;sleeps&gt;');
    expect(await read('/admin')).to.include('the bank &lt;sleeps&gt;');
    await JobRun.update({ failures: 0, trouble: null }, { where: { name } });
  });

  it('shows how database, pictures, disk, ledger and process are', async () => {
    const page = await read('/admin/health');
    for (const words of ['Round trip', 'Written, read back', 'Free', 'Adds up to zero', 'Newest migration', 'Node'])
      expect(page, words).to.include(words);
    const broken = { ...w.outside.storage, put: () => Promise.reject(new Error('bucket gone')) };
    const { parts } = await healthLocals(await healthNow({ ...w.outside, storage: broken }, w.outside.folder));
    const pictures = parts.find(({ name }) => name === 'Pictures')!;
    expect([pictures.sign.label, pictures.trouble]).to.deep.equal(['Does not answer', 'bucket gone']);
  });

  it('is the home of admins', async () => {
    expect((await w.ada.get('/my-jobs')).headers['location']).to.equal('/admin');
    for (const person of [w.carla, w.felix]) expect((await person.get('/admin')).status).to.equal(403);
  });
});
