import { expect } from 'chai';
import request from 'supertest';
import { createApp } from '../../src/app.ts';
import { config } from '../../src/config.ts';
import { printed } from '../../src/metrics/exposition.ts';
import { requestNumbers } from '../../src/metrics/request-numbers.ts';
import { signInTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

const TOKEN = 'a-token-of-some-length-1';

describe('Numbers in Prometheus’ words', () => {
  it('have a name, a help, a type and escaped labels', () => {
    const text = printed([
      { name: 'a_total', help: 'Some.', type: 'counter', samples: [{ labels: { route: '/x"\\\n' }, value: 2 }] },
      { name: 'b', help: 'Others.', type: 'gauge', samples: [{ value: 0.5 }] },
    ]);
    expect(text).to.equal(
      '# HELP a_total Some.\n# TYPE a_total counter\na_total{route="/x\\"\\\\\\n"} 2\n' +
        '# HELP b Others.\n# TYPE b gauge\nb 0.5\n',
    );
  });

  it('put each duration into all buckets it is below', () => {
    const numbers = requestNumbers();
    for (const seconds of [0.01, 0.3, 7, 40]) numbers.add({ method: 'GET', route: '/x', status: 200, seconds });
    const text = printed(numbers.metrics());
    const bucket = (le: string): number =>
      Number(new RegExp(`_bucket\\{method="GET",route="/x",le="${le.replace('+', '\\+')}"\\} (\\d+)`).exec(text)?.[1]);
    expect(['0.01', '0.25', '0.5', '6', '12', '25', '+Inf'].map(bucket)).to.deep.equal([1, 1, 2, 2, 3, 3, 4]);
    expect(text).to.include('impact_time_request_seconds_sum{method="GET",route="/x"} 47.31\n');
    expect(text).to.include('impact_time_request_seconds_count{method="GET",route="/x"} 4\n');
  });

  const outcomes: [status: number, outcome: string][] = [
    [200, 'kept'],
    [201, 'kept'],
    [409, 'refused'],
    [422, 'refused'],
    [429, 'failed'],
    [500, 'failed'],
    [503, 'failed'],
  ];
  for (const [status, outcome] of outcomes) {
    it(`count a block that was answered ${status} as ${outcome}`, () => {
      const numbers = requestNumbers();
      numbers.add({ method: 'PUT', route: '/tracker-api/blocks/:id', status, seconds: 0 });
      numbers.add({ method: 'DELETE', route: '/tracker-api/blocks/:id', status, seconds: 0 });
      expect(printed(numbers.metrics())).to.include(`impact_time_blocks_total{outcome="${outcome}"} 1\n`);
    });
  }
});

describe('/metrics', () => {
  let w: World;
  const app = (metricsToken: string | null = TOKEN) => createApp(w.outside, { ...config, metricsToken });
  before(async () => (w = await world({ now: '2026-11-18T09:00:00Z' })));

  it('is not there without a token in the settings', async () => {
    await request(app(null)).get('/metrics').set('Authorization', 'Bearer null').expect(404);
  });

  for (const given of [undefined, '', TOKEN, `Bearer ${TOKEN}1`, `bearer ${TOKEN}`, 'Bearer ', `Basic ${TOKEN}`]) {
    it(`says nothing to ${given === undefined ? 'whoever brings nothing' : `"${given}"`}`, async () => {
      const asked = request(app()).get('/metrics');
      if (given !== undefined) void asked.set('Authorization', given);
      const { status, text, headers } = await asked;
      expect([status, text, headers['www-authenticate']]).to.deep.equal([401, 'A token is needed.\n', 'Bearer']);
    });
  }

  it('says what happened, by patterns and never by names of people’s things', async () => {
    const counted = app();
    const tracker = await signInTracker(counted, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
    await tracker.send(w.contract.id, '2026-11-18T09:40:00Z');
    await request(counted).get(`/contracts/${w.contract.id}`).set('Cookie', w.felix.cookie).expect(200);
    await request(counted).get('/no/such/place-of-felix').expect(404);
    const { text, headers } = await request(counted)
      .get('/metrics')
      .set('Authorization', `Bearer ${TOKEN}`)
      .expect(200);
    expect(headers['content-type']).to.equal('text/plain; version=0.0.4; charset=utf-8');
    for (const line of [
      'impact_time_requests_total{method="GET",route="/contracts/:id",status="200"} 1',
      'impact_time_requests_total{method="GET",route="other",status="404"} 1',
      'impact_time_requests_total{method="PUT",route="/tracker-api/blocks/:id",status="200"} 1',
      'impact_time_blocks_total{outcome="kept"} 1',
      'impact_time_ledger_sum_cents 0',
      'impact_time_storage_up 1',
      'impact_time_storage_breaker{state="closed"} 1',
      'impact_time_database_up 1',
      'impact_time_decodes{state="waiting"} 0',
    ])
      expect(text).to.include(`${line}\n`);
    expect(text)
      .to.match(/^impact_time_jobs_due\{queue="letters"\} \d+$/m)
      .and.match(/^impact_time_jobs_late\{queue="refunds to send"\} \d+$/m);
    expect(text).not.to.match(/felix|contracts\/\d/i);
    // Every line is one that Prometheus understands.
    const good = /^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="(\\.|[^"\\])*"(,\w+="(\\.|[^"\\])*")*\})? -?[\d.e+-]+)$/;
    expect(
      text
        .trimEnd()
        .split('\n')
        .filter(line => !good.test(line)),
    ).to.deep.equal([]);
  });

  it('tells of a storage that is away, and leaves out what it could not ask', async () => {
    const fail = () => Promise.reject(new Error('gone'));
    const storage = { ...w.outside.storage, put: fail };
    const broken = createApp({ ...w.outside, storage }, { ...config, metricsToken: TOKEN });
    const { text } = await request(broken).get('/metrics').set('Authorization', `Bearer ${TOKEN}`);
    expect(text).to.include('impact_time_storage_up 0\n').and.include('impact_time_database_up 1\n');
  });
});
