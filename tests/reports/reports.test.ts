import { expect } from 'chai';
import { billableIn } from '../../src/manual-time/billable.ts';
import { linesFor } from '../../src/reports/lines.ts';
import { periodOf } from '../../src/reports/period.ts';
import { sumOf } from '../../src/reports/report.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

/** Records of a file in which no cell holds a comma, quote or line break, by the names of their columns. */
function recordsOf(csv: string): Record<string, string>[] {
  const [head = '', ...lines] = csv
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n');
  const names = head.split(',');
  return lines.map(line => Object.fromEntries(line.split(',').map((cell, place) => [names[place]!, cell])));
}

describe('Reports', () => {
  let w: World;
  let tracker: TestTracker;

  beforeEach(async () => {
    w = await world({ now: '2026-11-12T06:00:00Z' });
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-12T08:00:00Z');
  });
  /** Sent as it ends, unless it comes later. */
  const send = async (startedAt: string, block: object = {}, contractId = w.contract.id): Promise<string> => {
    const ended = new Date(Date.parse(startedAt) + 600_000);
    if (ended > w.outside.clock.now()) w.outside.clock.set(ended.toISOString());
    const { status, body } = await tracker.send(contractId, startedAt, { block });
    expect(status).to.equal(200);
    return (body as { block: { id: string } }).block.id;
  };

  it('of a client and of the freelancer say the same time and money, on the page and in the file', async () => {
    await send('2026-11-12T09:00:00Z', { seconds: 600, projectCode: 'SHOP-1' });
    await send('2026-11-12T09:10:00Z', { seconds: 333, projectCode: 'SHOP-2' });
    await send('2026-11-18T09:00:00Z', { seconds: 47, projectCode: 'SHOP-2', description: 'stuff' });
    await send('2026-11-18T09:10:00Z', { seconds: 1, projectCode: null });
    for (const reader of [w.carla, w.felix]) {
      for (const by of ['week', 'contract', 'code', 'person']) {
        const { status, text } = await reader.get(`/reports?by=${by}`);
        expect(status).to.equal(200);
        // 933 s and 48 s at $40: $10.37 and $0.53.
        expect(text, by).to.include('<dd>0:16:21</dd>').and.to.include('<dd>$10.90</dd>');
      }
      const file = await reader.get('/reports.csv');
      expect(file.headers['content-type']).to.equal('text/csv; charset=utf-8');
      expect(file.headers['content-disposition']).to.include('impact-time-2026-08-31-to-2026-11-22.csv');
      const records = recordsOf(file.text);
      expect(
        records.map(record => [
          record['Week'],
          record['Project code'],
          record['Seconds'],
          record['Protected seconds'],
          record['Amount USD'],
        ]),
      ).to.deep.equal([
        ['2026-11-09', 'SHOP-1', '600', '600', '6.67'],
        ['2026-11-09', 'SHOP-2', '333', '333', '3.70'],
        ['2026-11-16', '', '1', '1', '0.01'],
        ['2026-11-16', 'SHOP-2', '47', '0', '0.52'],
      ]);
    }
    expect((await w.carla.get('/reports?by=person')).text)
      .to.include('>Felix')
      .and.not.to.include('>Carla <');
  });

  it('agree with the week that My Jobs and the diary show, to the cent, however it is split over codes', async () => {
    for (const [place, seconds] of [7, 11, 13, 17, 19, 23].entries())
      await send(`2026-11-18T08:${place}0:00Z`, { seconds, projectCode: place % 2 === 0 ? 'SHOP-1' : 'SHOP-2' });
    const shown = /class="amount">(\$[\d.,]+)</.exec(
      (await w.carla.get(`/contracts/${w.contract.id}/diary`)).text,
    )?.[1];
    const { text } = await w.carla.get('/reports?by=code');
    expect(shown).to.equal('$1.00');
    expect(text).to.include('<dd>$1.00</dd>');
    const records = recordsOf((await w.carla.get('/reports.csv')).text);
    expect(records.reduce((sum, record) => sum + Math.round(Number(record['Amount USD']) * 100), 0)).to.equal(100);
  });

  it('leave out deleted blocks, and bill nothing beyond the weekly limit', async () => {
    const short = await w.activeContract({ title: 'Short job', weeklyLimitSeconds: 900 });
    w.outside.clock.set('2026-11-18T12:00:00Z');
    await send('2026-11-18T11:00:00Z', {}, short.id);
    await send('2026-11-18T11:10:00Z', {}, short.id);
    const gone = await send('2026-11-18T11:20:00Z');
    await tracker.call('delete', `/blocks/${gone}`);
    const { text } = await w.carla.get('/reports?by=contract');
    expect(text).to.include('Short job').and.not.to.include('>Online shop</a>');
    expect(text).to.include('<dd>0:20:00</dd>').and.to.include('<dd>0:15:00</dd>').and.to.include('<dd>$10.00</dd>');
  });

  it('show nobody anything of other people’s contracts', async () => {
    await send('2026-11-18T09:00:00Z');
    const stranger = await w.stan.get('/reports');
    expect(stranger.status).to.equal(200);
    expect(stranger.text).to.include('No time in these weeks').and.not.to.include('Online shop');
    expect((await w.stan.get('/reports.csv')).text.trimEnd().split('\r\n')).to.have.length(1);
    for (const path of ['/reports', '/reports.csv']) {
      expect((await w.stan.get(`${path}?contract=${w.contract.id}`)).status).to.equal(404);
      expect((await w.ada.get(path)).status).to.equal(403);
    }
    const other = await w.person('Clara', 'client');
    expect((await other.get('/reports')).text).not.to.include('Online shop');
  });

  it('of one contract and of one week are of nothing else', async () => {
    const second = await w.activeContract({ title: 'Second job' });
    w.outside.clock.set('2026-11-18T12:00:00Z');
    await send('2026-11-12T09:00:00Z');
    await send('2026-11-18T11:00:00Z', { seconds: 300 }, second.id);
    const one = (await w.carla.get(`/reports?by=contract&contract=${second.id}`)).text;
    expect(one).to.include('<dd>0:05:00</dd>').and.to.include(`<option value="${second.id}" selected>`);
    const week = (await w.carla.get('/reports?by=contract&from=2026-11-09&to=2026-11-15')).text;
    expect(week).to.include('<dd>0:10:00</dd>').and.not.to.include('>Second job</a>');
  });

  it('refuse weeks that make no period beside the field, and keep what was typed', async () => {
    const { status, text } = await w.carla.get('/reports?from=2020-01-01&to=2026-11-18&contract=&by=code');
    expect(status).to.equal(422);
    expect(text)
      .to.include('value="2020-01-01"')
      .and.to.include('Choose at most 53 weeks.')
      .and.to.include('value="code"');
    expect((await w.carla.get('/reports.csv?from=soon')).status).to.equal(422);
    expect((await w.carla.get('/reports?by=nonsense&show[]=x&contract=1%27&page=-3')).status).to.equal(200);
  });

  it('let no spreadsheet run what people wrote, and print it as text', async () => {
    const title = '=HYPERLINK("https://evil.example";"pay")';
    const hostile = await w.activeContract({
      title,
      projectCodes: [
        { code: '+1', name: '@SUM(1,2)' },
        { code: '-2', name: '<script>alert(1)</script>' },
      ],
    });
    w.outside.clock.set('2026-11-18T12:00:00Z');
    await send('2026-11-18T11:00:00Z', { projectCode: '+1' }, hostile.id);
    await send('2026-11-18T11:10:00Z', { projectCode: '-2' }, hostile.id);
    const { text } = await w.carla.get('/reports.csv');
    expect(text.startsWith('\uFEFFWeek,Contract,')).to.equal(true);
    expect(text)
      .to.include(`"'=HYPERLINK(""https://evil.example"";""pay"")"`)
      .and.to.include(`'+1,"'@SUM(1,2)"`)
      .and.to.include("'-2,<script>");
    const page = (await w.carla.get('/reports?by=code')).text;
    expect(page).to.include('&lt;script&gt;alert(1)').and.not.to.include('<script>alert');
  });

  it('bill late time with a yes only, say how much waits for whom, and agree with the invoices of all weeks', async () => {
    await send('2026-11-12T09:00:00Z');
    // After Monday noon of the next week: late.
    w.outside.clock.set('2026-11-18T10:00:00Z');
    const late = ['2026-11-12T10:00:00Z', '2026-11-12T10:10:00Z', '2026-11-12T10:30:00Z'];
    for (const startedAt of late) await send(startedAt, { seconds: 540 });
    const place = { id: w.contract.id, freelancerId: w.felix.id };
    const invoiced = async (): Promise<number> => {
      const weeks = ['2026-11-09', '2026-11-16', '2026-11-23'].map(day => Date.parse(`${day}T00:00:00Z`) / 1000);
      const found = await Promise.all(weeks.map(week => billableIn(place, week)));
      return found.flat().reduce((sum, { seconds }) => sum + seconds, 0);
    };
    const sums = async (): Promise<{ billed: number; waiting: number; amount: number }> => {
      const records = recordsOf((await w.carla.get('/reports.csv')).text);
      const sum = (name: string): number => records.reduce((total, record) => total + Number(record[name]), 0);
      return { billed: sum('Billed seconds'), waiting: sum('Waiting seconds'), amount: sum('Amount USD') };
    };
    expect(await sums()).to.deep.equal({ billed: 600, waiting: 1620, amount: 6.67 });
    expect(await invoiced()).to.equal(600);
    expect((await w.carla.get('/reports')).text)
      .to.include('$18.00 more waits for your answer')
      .and.to.include(`/contracts/${w.contract.id}/manual-time#late-heading`)
      .and.to.include('<dd>0:37:00</dd>')
      .and.to.include('<dd>$6.67</dd>');
    expect((await w.felix.get('/reports?by=code')).text).to.include('$18.00 more waits for Carla’s answer');

    const second = (iso: string): number => Date.parse(iso) / 1000;
    const [first, , third] = late.map(second);
    const answer = { late: `${first}-${first! + 540}`, shown: `${first}-${third! + 540}` };
    const week = second('2026-11-09T00:00:00Z');
    await w.carla.post(`/contracts/${w.contract.id}/late-time/${week}/answer`, answer);
    expect(await sums()).to.deep.equal({ billed: 1140, waiting: 0, amount: 12.67 });
    expect(await invoiced()).to.equal(1140);
    expect((await w.carla.get('/reports')).text).not.to.include('more waits for');
  });

  it('say no more that late time waits when silence has become a no', async () => {
    await send('2026-11-12T09:00:00Z');
    w.outside.clock.set('2026-11-18T10:00:00Z');
    await send('2026-11-12T10:00:00Z');
    const period = periodOf({ from: '2026-11-09', to: '2026-11-15' }, w.outside.clock.now());
    if ('refusal' in period) expect.fail(period.refusal);
    for (const [now, waiting] of [
      ['2026-11-27T23:59:59Z', 600],
      ['2026-11-28T00:00:00Z', 0],
    ] as const) {
      const found = sumOf(await linesFor(w.carla, period, null, new Date(now)));
      expect([now, found.waiting, found.billable]).to.deep.equal([now, waiting, 600]);
    }
  });

  it('draw a picture that can be read without seeing it', async () => {
    await send('2026-11-18T09:00:00Z');
    const { text } = await w.carla.get('/reports');
    expect(text).to.match(/<svg[^>]*role="img" aria-labelledby="chart-title chart-words"/);
    expect(text).to.include('<title>Week of 16 Nov 2026, Protected: 0:10:00</title>');
    expect(text).to.include('most in the week of 16 Nov 2026: 0:10:00');
  });
});
