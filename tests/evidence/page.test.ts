import { spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { expect } from 'chai';
import { config, root } from '../../src/config.ts';
import { rows, run, transaction } from '../../src/db/sequelize.ts';
import { EvidenceCheck } from '../../src/evidence/evidence-check-model.ts';
import { checkContract } from '../../src/evidence/check-contract.ts';
import { checkAllRoots } from '../../src/evidence/check-root.ts';
import { newestRoot, newestRoots } from '../../src/evidence/root-rows.ts';
import { runCheck } from '../../src/evidence/run-check.ts';
import { signRoots } from '../../src/evidence/sign-roots.ts';
import { picturesIn } from '../../src/outside/outside.ts';
import { putBlock } from '../support/put-block.ts';
import { signInTracker } from '../support/tracker.ts';
import { chainOf, forgetRoots, withoutGuards } from '../support/evidence.ts';
import { PASSWORD, world, type World } from '../support/world.ts';

/** Worked on Wednesday, looked at on Thursday. */
async function worked(): Promise<World> {
  const w = await world({ now: '2026-11-18T08:00:00Z' });
  const tracker = await signInTracker(w.app, w.felix.email);
  w.outside.clock.set('2026-11-18T10:00:00Z');
  await tracker.send(w.contract.id, '2026-11-18T09:10:00Z');
  await tracker.send(w.contract.id, '2026-11-18T09:20:00Z');
  w.outside.clock.set('2026-11-19T09:00:00Z');
  return w;
}

describe('The evidence of a contract', () => {
  let w: World;
  let page: string;
  before(async () => {
    await forgetRoots();
    w = await worked();
    page = `/contracts/${w.contract.id}/evidence`;
  });

  it('is a chain both sides read, without the words of blocks; a stranger finds nothing', async () => {
    for (const person of [w.felix, w.carla]) {
      const { text } = await person.get(page).expect(200);
      expect(text)
        .to.include('Nobody has had it checked yet')
        .and.to.include('A block of 10 m')
        .and.not.to.include('keep the basket');
    }
    await w.stan.get(page).expect(404);
    await w.stan.post(`${page}/checks`).expect(404);
    await w.nobody.post(`${page}/checks`).expect(303);
  });

  it('is checked when somebody asks, and both read what was found', async () => {
    await w.carla.post(`${page}/checks`).expect(303).expect('Location', page);
    const { text } = await w.felix.get(page).expect(200);
    expect(text).to.include('Everything fits.').and.to.include('2 blocks and 2 screenshots').and.to.include('Carla');
    const region = await w.felix
      .post(`${page}/checks`)
      .set({ 'HX-Request': 'true', 'HX-Request-Type': 'partial', 'HX-Target': 'section#check' });
    expect(region.text)
      .to.match(/^\s*<section class="region card evidence-check"/)
      .and.to.include('Felix');
  });

  it('names the entry when a block is not what was received', async () => {
    const seq = (await chainOf(w.contract.id)).find(({ kind }) => kind === 'block.kept')!.seq;
    await run('UPDATE blocks SET seconds = seconds - 60 WHERE contract_id = $1 AND started_at = $2', [
      w.contract.id,
      Date.parse('2026-11-18T09:10:00Z') / 1000,
    ]);
    await w.felix.post(`${page}/checks`);
    const { text } = await w.felix.get(page);
    expect(text)
      .to.include(`Entry ${seq} is the first that does not fit.`)
      .and.to.include('is not any more what was received');
    await run('UPDATE blocks SET seconds = seconds + 60 WHERE contract_id = $1 AND started_at = $2', [
      w.contract.id,
      Date.parse('2026-11-18T09:10:00Z') / 1000,
    ]);
  });

  it('is checked once at a time; a check whose process died is not waited for', async () => {
    const at = w.outside.clock.now();
    const facts = {
      contractId: w.contract.id,
      askedById: w.felix.id,
      askedAt: at,
      length: 1000,
      entries: 400,
      blocks: 0,
      pictures: 0,
    };
    const running = await EvidenceCheck.create({ ...facts, runningFor: w.contract.id, heardAt: at });
    const { text } = await w.carla.get(page);
    expect(text).to.include('Reading the chain: 400 of 1,000 entries.').and.to.include('hx-trigger="every 2s"');
    await w.carla.post(`${page}/checks`).expect(303);
    expect(await EvidenceCheck.max('id', { where: { contractId: w.contract.id } })).to.equal(running.id);
    w.outside.clock.advance(121);
    expect((await w.carla.get(page)).text).to.include('The last check broke off');
    await w.carla.post(`${page}/checks`).expect(303);
    expect((await w.carla.get(page)).text).to.include('Everything fits.');
  });

  it('has a deletion by its owner as a tombstone, and fits', async () => {
    await w.felix.post(`/contracts/${w.contract.id}/deletion`, {
      block: String(Date.parse('2026-11-18T09:20:00Z') / 1000),
    });
    const kinds = (await chainOf(w.contract.id)).map(({ kind }) => kind);
    expect(kinds.slice(-2)).to.deep.equal(['block.tombstone', 'block.deleted']);
    for (const key of [...(await keysOf(w))]) await w.outside.storage.delete(key);
    const { fault, pictures } = await checkContract(w.contract.id, w.outside);
    expect([fault, pictures]).to.deep.equal([null, 1]);
  });

  const keysOf = async ({ contract }: World): Promise<string[]> => {
    const [{ h } = { h: Buffer.alloc(0) }] = await rows<{ h: Buffer }>(
      'SELECT shot1_sha256 AS h FROM blocks WHERE contract_id = $1 AND deleted_at IS NOT NULL',
      [contract.id],
    );
    return [`${contract.id}/2026-11-18/${Date.parse('2026-11-18T09:20:00Z') / 1000}-1-${h.toString('hex', 0, 8)}.jpg`];
  };

  it('goes along with the password, once it is right, and both read that it did', async () => {
    const wrong = await w.felix.post(`${page}/pack`, { password: 'not this one' }).expect(422);
    expect(wrong.text).to.include('This is not your password.');
    const zip = await w.felix.post(`${page}/pack?week=2026-11-18`, { password: PASSWORD }).expect(200);
    expect(zip.headers['content-type']).to.equal('application/zip');
    expect(zip.headers['content-disposition']).to.include(`evidence-${w.contract.id}-2026-11-16.zip`);
    const { text } = await w.carla.get(`/contracts/${w.contract.id}`);
    expect(text).to.include('Felix took the evidence of the week from 16 Nov 2026 along, with screenshots.');
    await w.carla.post(`${page}/pack`, { password: PASSWORD }).expect(200);
    expect((await chainOf(w.contract.id)).at(-1)).to.deep.include({ kind: 'evidence.taken' });
    expect((await w.carla.get(`${page}/pack`)).text).to.include('Not the screenshots');
    await w.felix.get(`${page}/pack.zip`).expect(303).expect('Location', `${page}/pack`);
    await w.stan.post(`${page}/pack`, { password: PASSWORD }).expect(404);
  });

  it('is said by a command: 0 when it fits, 1 and the entry when it does not', async function () {
    this.timeout(60_000);
    const pictures = picturesIn(config);
    cpSync(w.outside.folder, pictures, { recursive: true });
    expect(await command('--contract', String(w.contract.id))).to.match(
      /^0 Contract \d+: everything fits \(\d+ entries, 2 blocks, 1 pictures\)\.\n$/,
    );
    rmSync(path.join(pictures, (await picture(w))!));
    expect(await command('--contract', String(w.contract.id))).to.match(
      /^1 Contract \d+: first bad entry 4\. Picture 1 of the block of 2026-11-18 09:10:00 UTC is missing\.\n$/,
    );
    expect(await command('--contract', 'all')).to.match(/^2 Say what to check/);
  });

  const picture = async ({ contract }: World): Promise<string | undefined> => {
    const [row] = await rows<{ h: Buffer }>(
      'SELECT shot1_sha256 AS h FROM blocks WHERE contract_id = $1 AND deleted_at IS NULL',
      [contract.id],
    );
    return `${contract.id}/2026-11-18/${Date.parse('2026-11-18T09:10:00Z') / 1000}-1-${row!.h.toString('hex', 0, 8)}.jpg`;
  };
  async function command(...args: string[]): Promise<string> {
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'src/verify-evidence.ts'), ...args], {
      ...{ cwd: root, env: process.env },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    return `${code} ${said}`;
  }
});

describe('A check while another one runs', () => {
  /** A place at which somebody waits until he may go on. */
  function gate() {
    let [arrive, open] = [(): void => undefined, (): void => undefined];
    const arrived = new Promise<void>(resolve => (arrive = resolve));
    const opened = new Promise<void>(resolve => (open = resolve));
    return { arrived, open, pass: () => (arrive(), opened) };
  }
  const checkOf = ({ contract }: World): Promise<EvidenceCheck> =>
    EvidenceCheck.findOne({ where: { contractId: contract.id }, rejectOnEmpty: true });

  it('is answered soon, and is not taken for dead while it waits', async () => {
    const [long, short] = await Promise.all([worked(), worked()]);
    const { clock, storage } = long.outside;
    const evening = Date.parse('2026-11-18T20:00:00Z') / 1000;
    for (let nth = 0; nth < 51; nth += 1) {
      const place = { contractId: long.contract.id, freelancerId: long.felix.id };
      await putBlock({ ...place, startedAt: evening + nth * 600 }, clock.now());
    }
    const [first, later] = [gate(), gate()];
    const gates = new Map([
      [1, first],
      [51, later],
    ]);
    let pictures = 0;
    const get = async (key: string) => {
      await gates.get((pictures += 1))?.pass();
      return storage.get(key);
    };
    await runCheck(long.contract.id, long.felix.id, { ...long.outside, storage: { ...storage, get } }, 0);
    await first.arrived;
    await runCheck(short.contract.id, short.felix.id, { ...short.outside, clock }, 0);
    clock.advance(100);
    first.open();
    await later.arrived;
    expect((await checkOf(short)).doneAt).to.equal(null);
    expect((await checkOf(short)).heardAt).to.deep.equal(clock.now());
    later.open();
    while ((await checkOf(short)).doneAt === null);
    expect((await checkOf(short)).faults).to.equal(0);
    // Those 51 never had a picture.
    expect((await checkOf(long)).faults).to.equal(51);
  });
});

describe('Daily roots', () => {
  let w: World;
  before(async () => {
    await forgetRoots();
    w = await worked();
  });

  it('are signed after midnight, once by however many, and those that were missed are made up', async () => {
    expect(await signRoots(new Date('2026-11-19T00:04:59Z'))).to.equal((await newestRoots(9)).length);
    const done = await Promise.all([1, 2, 3].map(() => signRoots(new Date('2026-11-21T12:00:00Z'))));
    const roots = await newestRoots(9);
    expect(done.reduce((sum, days) => sum + days, 0)).to.be.at.least(3);
    expect(roots.slice(0, 3).map(({ day }) => day)).to.deep.equal(['2026-11-20', '2026-11-19', '2026-11-18']);
    expect(await signRoots(new Date('2026-11-21T23:00:00Z'))).to.equal(0);
    expect((await checkAllRoots()).fault).to.equal(null);
  });

  it('cover each chain up to its last entry of that day', async () => {
    const leaves = await rows<{ day: number; seq: number }>(
      'SELECT day, seq FROM evidence_leaves WHERE contract_id = $1',
      [w.contract.id],
    );
    expect(leaves.map(({ day, seq }) => [Number(day), Number(seq)])).to.deep.equal([
      [Date.parse('2026-11-18') / 86_400_000, 5],
    ]);
  });

  it('are printed for everybody, for people and for programs', async () => {
    const { hash, root: top } = (await newestRoot())!;
    const { text } = await w.nobody.get('/evidence').expect(200);
    expect(text).to.include(top.toString('hex')).and.to.include('20 Nov 2026');
    const answer = await w.nobody.get('/evidence/roots.json').expect(200);
    const body = answer.body as { roots: object[]; keys: object[] };
    expect(body.roots[0]).to.deep.include({ day: '2026-11-20', hash: hash.toString('hex'), root: top.toString('hex') });
    expect(body.keys[0]).to.have.keys('keyId', 'publicKey', 'current');
    expect((await w.nobody.get('/evidence?before=2026-11-19')).text).not.to.include(top.toString('hex'));
    const { text: verifier } = await w.nobody.get('/verify.mjs').expect(200);
    expect(verifier).to.include('Checks an evidence pack');
  });

  it('that were changed are found out', async () => {
    const undone = new Error('undone');
    await withoutGuards(['evidence_roots'], async () => {
      for (const [set, words] of [
        ['chains = chains + 1', 'is not signed by us'],
        ['made_at = made_at + 1', 'is not signed by us'],
      ] as const) {
        await transaction(async () => {
          await run(`UPDATE evidence_roots SET ${set} WHERE day = $1`, [Date.parse('2026-11-19') / 86_400_000]);
          expect((await checkAllRoots()).fault?.words).to.equal(`The root of 19 Nov 2026 ${words}.`);
          throw undone;
        }).catch((error: unknown) => {
          if (error !== undone) throw error;
        });
      }
    });
  });

  it('and entries are not changed by mistake: the database refuses', async () => {
    for (const sql of [
      'UPDATE evidence SET kind = kind',
      'DELETE FROM evidence',
      'UPDATE evidence_roots SET chains = 0',
      'DELETE FROM evidence_leaves',
    ]) {
      let said = '';
      await run(sql, []).catch((error: Error & { parent?: Error }) => (said = error.parent?.message ?? ''));
      expect(said, sql).to.include('never change');
    }
  });
});

describe('A contract that is older than the evidence', () => {
  it('gets its chain with the next thing that happens, which pins what was there', async () => {
    await forgetRoots();
    const w = await worked();
    const { id } = w.contract;
    await withoutGuards(['evidence'], () => run('DELETE FROM evidence WHERE contract_id = $1', [id]));
    await run('DELETE FROM evidence_heads WHERE contract_id = $1', [id]);
    const tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-19T11:00:00Z');
    await tracker.send(id, '2026-11-19T10:10:00Z');
    const chain = await chainOf(id);
    expect(chain.map(({ kind }) => kind)).to.deep.equal(['chain.began', 'block.kept']);
    expect(chain[0]!.facts).to.deep.include({ blocks: 2, seconds: 1200 });
    expect((await checkContract(id, w.outside)).fault).to.equal(null);
    await run('UPDATE blocks SET input_seconds = 1 WHERE contract_id = $1 AND started_at < $2', [
      id,
      Date.parse('2026-11-18T09:15:00Z') / 1000,
    ]);
    expect((await checkContract(id, w.outside)).fault?.seq).to.equal(1);
  });

  it('and on which nothing happens gets it with the next root', async () => {
    await forgetRoots();
    const w = await worked();
    const { id } = w.contract;
    await withoutGuards(['evidence'], () => run('DELETE FROM evidence WHERE contract_id = $1', [id]));
    await run('DELETE FROM evidence_heads WHERE contract_id = $1', [id]);
    expect((await w.felix.get(`/contracts/${id}/evidence`)).text).to.include('older than its chain');
    await signRoots(new Date('2026-11-20T01:00:00Z'));
    expect((await chainOf(id)).map(({ kind, facts }) => [kind, facts['blocks']])).to.deep.equal([['chain.began', 2]]);
    expect((await checkContract(id, w.outside)).fault).to.equal(null);
  });
});
