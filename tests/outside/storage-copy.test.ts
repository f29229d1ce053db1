/** The real command, in a process of its own, from a real disk to a server that speaks S3. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { config, root } from '../../src/config.ts';
import { rows } from '../../src/db/sequelize.ts';
import { keptFiles, type KeptFile } from '../../src/storage-copy/kept-files.ts';
import { diskStorage } from '../../src/outside/storage.ts';
import { S3Double } from '../support/s3-double.ts';
import { signInTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

describe('npm run storage:copy', function () {
  this.timeout(60_000);
  let w: World;
  let s3: S3Double;
  let mine: KeptFile[];
  const pictures = path.join(config.dataFolder, 'pictures');

  async function copy(changed: NodeJS.ProcessEnv = {}, during?: (say: string) => void) {
    const { endpoint, bucket, region, accessKeyId, secretAccessKey } = s3.settings;
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'src/storage-copy.ts')], {
      cwd: root,
      env: {
        ...{ ...process.env, S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region },
        ...{ S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey, ...changed },
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => ((output += String(chunk)), during?.(output)));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output };
  }
  const fileOf = ({ key }: KeptFile): string => path.join(pictures, key);

  before(async () => {
    w = await world({ now: '2026-11-18T08:00:00Z' });
    // This run's database may know pictures of other tests, which keep theirs elsewhere: only these are here.
    const storage = diskStorage(pictures);
    for await (const page of keptFiles(w.outside.clock.now())) for (const { key } of page) s3Known.add(key);
    const tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T12:00:00Z');
    for (const minute of ['00', '10', '20', '30'])
      expect((await tracker.send(w.contract.id, `2026-11-18T09:${minute}:00Z`)).status).to.equal(200);
    mine = [];
    for await (const page of keptFiles(w.outside.clock.now()))
      mine.push(...page.filter(({ key }) => !s3Known.has(key)));
    for (const { key } of mine) await storage.put(key, (await w.outside.storage.get(key))!);
  });
  const s3Known = new Set<string>();
  beforeEach(async () => {
    s3 = await S3Double.open(() => new Date());
    // What other tests left in the database counts as copied before.
    for (const key of s3Known) s3.objects.set(key, { bytes: Buffer.from('another test’s'), type: '' });
  });
  afterEach(() => s3.close());

  it('knows every picture and thumbnail of the blocks', async () => {
    const [row] = await rows<{ many: number }>('SELECT COUNT(*) AS many FROM blocks WHERE contract_id = $1', [
      w.contract.id,
    ]);
    expect(mine)
      .to.have.lengthOf(2 * Number(row!.many))
      .and.have.lengthOf(8);
    expect(mine.filter(({ hash }) => hash === null)).to.have.lengthOf(4);
  });

  it('copies each byte for byte, finds them there when it runs again, and says so', async () => {
    const first = await copy();
    for (const file of mine) expect(s3.objects.get(file.key)!.bytes).to.deep.equal(readFileSync(fileOf(file)));
    expect(first.output).to.include('8 copied');
    const puts = s3.asked.filter(asked => asked.startsWith('PUT')).length;
    expect(puts).to.equal(8);
    const again = await copy();
    expect(again.output).to.include('0 copied');
    expect(s3.asked.filter(asked => asked.startsWith('PUT'))).to.have.lengthOf(puts);
  });

  it('goes on where it was stopped', async () => {
    s3.always = 'denied';
    const refused = await copy();
    expect(refused.code).to.equal(1);
    expect(refused.output).to.include('403').and.include('Run it again after mending that.');
    expect([...s3.objects.keys()].filter(key => !s3Known.has(key))).to.deep.equal([]);
    s3.always = null;
    const { key } = mine[0]!;
    s3.objects.set(key, { bytes: readFileSync(fileOf(mine[0]!)), type: 'image/jpeg' });
    expect((await copy()).output).to.include('7 copied');
  });

  it('never copies what is not what was received, and ends with an error that names it', async () => {
    const [damaged, , missing] = mine as [KeptFile, KeptFile, KeptFile];
    const [good, gone] = [readFileSync(fileOf(damaged)), readFileSync(fileOf(missing))];
    writeFileSync(fileOf(damaged), Buffer.concat([good.subarray(0, -1), Buffer.from([good.at(-1)! ^ 1])]));
    rmSync(fileOf(missing));
    const { code, output } = await copy();
    expect(code).to.equal(1);
    expect(output)
      .to.include(`damaged: ${damaged.key}: `)
      .and.include(`missing: ${missing.key}: `)
      .and.include('6 copied');
    expect(s3.objects.has(damaged.key) || s3.objects.has(missing.key)).to.equal(false);
    writeFileSync(fileOf(damaged), good);
    writeFileSync(fileOf(missing), gone);
  });

  it('replaces what is wrong in the bucket', async () => {
    const { key } = mine[0]!;
    s3.objects.set(key, { bytes: Buffer.from('half a pic'), type: 'image/jpeg' });
    expect((await copy()).output).to.include('8 copied');
    expect(s3.objects.get(key)!.bytes).to.deep.equal(readFileSync(fileOf(mine[0]!)));
  });

  it('asks for a bucket', async () => {
    const none = { S3_ENDPOINT: '', S3_BUCKET: '', S3_ACCESS_KEY_ID: '', S3_SECRET_ACCESS_KEY: '' };
    const { code, output } = await copy(none);
    expect([code, output.startsWith('Say which bucket: S3_BUCKET')]).to.deep.equal([1, true]);
  });
});
