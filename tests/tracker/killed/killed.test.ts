import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { expect } from 'chai';
import { rows } from '../../../src/db/sequelize.ts';
import { uuidOf } from '../../../src/diary/block-rows.ts';
import { picture } from '../../support/pictures.ts';
import { signInTracker } from '../../support/tracker.ts';
import { world, type World } from '../../support/world.ts';
import { chanceFrom } from '../eight-hours.ts';
import { badLineTo, type Line } from './flaky.ts';
import { NOW_HEADER, SECOND_ZERO } from './words.ts';

/** A run that has the time for it kills more often. */
const KILLS = Number(process.env['KILLS'] ?? 25);
/** The product's promise: a kill costs no more of the running time. */
const MOST_LOST = 15;

type Life = {
  from: number;
  last: number;
  worked: number;
  blocks: string[];
  kept: string[];
  refused: string | undefined;
};

describe('the tracker’s core, killed again and again in a process of its own, on a bad line', function () {
  this.timeout(600_000);
  const chance = chanceFrom(20261123);
  let team: World;
  let inner: Server;
  let line: Line;
  let folder: string;
  let program: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'impact-time-killed-'));
    program = join(folder, 'life.mjs');
    const entry = fileURLToPath(new URL('./life.ts', import.meta.url));
    const options = { bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' } as const;
    await esbuild.build({ ...options, entryPoints: [entry], outfile: program });
    team = await world({ now: new Date(SECOND_ZERO).toISOString() });
    await team.activeContract({ title: 'Audit report' });
    // The server's clock is the tracker's: the world has one.
    inner = createServer((req, res) => {
      const now = req.headers[NOW_HEADER];
      if (typeof now === 'string' && Date.parse(now) > team.outside.clock.now().getTime()) team.outside.clock.set(now);
      team.app(req, res);
    });
    await new Promise<void>(resolve => inner.listen(0, '127.0.0.1', resolve));
    line = await badLineTo((inner.address() as AddressInfo).port, chance);
  });

  after(async () => {
    await line.close();
    inner.closeAllConnections();
    inner.close();
    await rm(folder, { recursive: true, force: true });
  });

  /**
   * Runs the core from a second of the machine's time until it is killed, or until nothing waits.
   * @param seconds of the machine's time before the kill, which then comes somewhere inside one of them
   */
  async function live(from: number, seconds: number | null): Promise<Life> {
    const child = spawn(
      process.execPath,
      [program, join(folder, 'data'), String(from), seconds === null ? 'drain' : ''],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = '';
    const moment = chance() * 4;
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const lived = said.split('at ').length - 1;
      if (seconds !== null && lived >= seconds) setTimeout(() => child.kill('SIGKILL'), moment);
    });
    await once(child, 'exit');
    const words = said.split('\n').map(said => said.split(' '));
    const of = (what: string) => words.filter(([first]) => first === what).map(([, rest = '']) => rest);
    const last = Number(of('at').at(-1) ?? from);
    return { from, last, worked: of('worked').length, blocks: of('block'), kept: of('kept'), refused: of('done')[0] };
  }

  /** Every block of a person, of any contract. */
  async function blocksOf(freelancerId: number) {
    const sql = 'SELECT id, started_at, seconds FROM blocks WHERE freelancer_id = $1 ORDER BY started_at';
    const found = await rows<{ id: Buffer; started_at: number; seconds: number }>(sql, [freelancerId]);
    return found.map(row => ({ id: uuidOf(row.id), startedAt: Number(row.started_at), seconds: Number(row.seconds) }));
  }

  it('brings every closed block to the server once, and loses at most 15 seconds a kill', async () => {
    await mkdir(join(folder, 'data'));
    const { token } = await signInTracker(team.app, team.felix.email);
    const { id, name, email, timeZone } = team.felix;
    const files = {
      session: { server: line.url, token, person: { id, name, email, timeZone } },
      address: line.url,
      settings: { holdSeconds: 20 },
    };
    for (const [file, text] of Object.entries(files))
      await writeFile(join(folder, `data/${file}.json`), JSON.stringify(text));

    await writeFile(join(folder, 'data/screen.jpg'), await picture(1));

    const lives: Life[] = [];
    for (let second = 0; lives.length < KILLS; second = (lives.at(-1)?.last ?? 0) + 1 + Math.floor(chance() * 40))
      lives.push(await live(second, 1 + chance() * 120));
    console.log(lives.map(l => [l.from, l.last, l.worked, l.kept.length].join(':')).join(' '), line.happened);
    line.calm = true;
    const rest = await live((lives.at(-1)?.last ?? 0) + 1, null);
    expect(rest.refused).to.equal('0');
    expect(await readdir(join(folder, 'data/queue'))).to.eql([]);

    const blocks = await blocksOf(team.felix.id);
    const ids = blocks.map(({ id: block }) => block);
    expect(new Set(ids).size).to.equal(ids.length);
    const kept = [...lives, rest].flatMap(life => life.kept);
    expect(kept.filter(block => !ids.includes(block))).to.eql([]);
    // By their names: on a slow line a tracker knows the server's clock to some seconds only.
    for (const { from, blocks: its, worked } of lives) {
      const arrived = blocks
        .filter(({ id: block }) => its.includes(block))
        .reduce((sum, { seconds }) => sum + seconds, 0);
      expect(arrived, `worked ${worked} s from second ${from}`).to.be.within(worked - MOST_LOST, worked + 1);
    }
    const worked = lives.reduce((sum, life) => sum + life.worked, 0);
    expect(worked).to.be.above(KILLS * 20);
    expect(line.happened).to.include.keys('lost', 'error', 'late', 'twice', 'answer lost');
    expect(team.outside.complaints).to.eql([]);
  });
});
