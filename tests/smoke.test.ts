/** The server as production starts it: built, in a process of its own. */
import { mkdtempSync } from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect } from 'chai';
import { config, root } from '../src/config.ts';
import { startServer } from './support/server-process.ts';

const empty = (): Record<string, string> => ({ DATA_FOLDER: mkdtempSync(path.join(config.dataFolder, 'fresh-')) });

describe('The server', function () {
  this.timeout(60_000);

  it('starts on an empty folder, serves, and leaves politely without a word of warning', async () => {
    const server = await startServer(empty());
    for (const page of [
      '/',
      '/sign-in',
      '/sign-up',
      '/how-protection-works',
      '/vendor/htmx.js',
      '/vendor/icons.svg',
      '/vendor/inter.woff2',
    ]) {
      const answer = await fetch(server.url + page);
      expect([page, answer.status]).to.deep.equal([page, 200]);
      await answer.arrayBuffer();
    }
    expect(await server.stop()).to.equal(0);
    expect(server.output()).not.to.match(/warn|error|deprecat/i);
  });

  it('runs twice on one database at the same time, as at a restart', async () => {
    const env = empty();
    const [first, second] = await Promise.all([startServer(env), startServer(env)]);
    expect(await Promise.all([first.stop(), second.stop()])).to.deep.equal([0, 0]);
  });

  it('refuses to start with a sentence when a setting makes no sense', () => {
    const env = { ...process.env, PORT: 'many' };
    const { status, stderr } = spawnSync(process.execPath, ['dist/server.js'], { cwd: root, env, encoding: 'utf8' });
    expect([status, stderr.trim()]).to.deep.equal([
      1,
      'Impact Time cannot start. PORT must be a whole number up to 65535, but is "many".',
    ]);
  });

  it('makes the first admin on the command line', () => {
    const env = { ...process.env, ...empty() };
    const make = (email: string): string =>
      execFileSync(process.execPath, ['dist/make-admin.js', email], { cwd: root, env, encoding: 'utf8' });
    expect(make('Ada@Example.test')).to.match(
      /ada@example\.test is an admin\. .*\n\n {2}http:\/\/127\.0\.0\.1:3000\/new-password\/\S{32}\n/,
    );
  });
});
