import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { EXPORT_MANIFEST, exportManifest } from '../../src/wire/export.ts';
import { openDesk } from './desk.ts';

describe('the tracker’s window on a computer that is offline', function () {
  this.timeout(60_000);
  const desk = openDesk(async desk => {
    await desk.fresh();
    await desk.boot();
  });

  it('saves what waits to a file that only its owner reads, and says where it is', async () => {
    await desk.signIn();
    await desk.work();
    await desk.workedASecond();
    desk.server.trouble = 'hang-up';
    await desk.stop();
    await desk.page.getByRole('button', { name: '1 waiting' }).click();
    await desk.page.getByRole('button', { name: 'Save to a file' }).click();
    await desk.sees(/1 block \(\d+ s\) saved to impact-time-.*\.zip in .*downloads\. Bring it in at /);

    const folder = join(desk.dataFolder, 'downloads');
    const [name, ...others] = await readdir(folder);
    expect(others).to.deep.equal([]);
    expect((await stat(join(folder, name!))).mode & 0o777).to.equal(0o600);
    const entries = unzipSync(await readFile(join(folder, name!)));
    const manifest = exportManifest.parse(JSON.parse(new TextDecoder().decode(entries[EXPORT_MANIFEST])));
    expect(manifest).to.include({ server: desk.server.url });
    expect(Object.keys(entries)).to.have.lengthOf(2);
    expect(await readdir(join(desk.dataFolder, 'impact-time/queue'))).to.have.lengthOf(2);
  });
});
