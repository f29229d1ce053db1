/** From the queue of a tracker that never gets online, through its file, into the work diary. */
import { expect } from 'chai';
import request from 'supertest';
import { findBlockById } from '../../src/diary/block-rows.ts';
import { keysOf } from '../../src/diary/storage-keys.ts';
import { exportWaiting } from '../../tracker/src/app/exporting.ts';
import { newModel } from '../../tracker/src/app/model.ts';
import { setClock } from '../../tracker/src/core/clock.ts';
import { add } from '../../tracker/src/core/queue.ts';
import { keepPicture } from '../../tracker/src/core/queue-store.ts';
import { waitingBlock } from '../support/exported.ts';
import { signInTracker } from '../support/tracker.ts';
import { ORIGIN, world } from '../support/world.ts';
import { FakeOutside } from '../tracker/fake-outside.ts';

describe('A week of a computer that never gets online', () => {
  it('arrives as it was worked: pictures byte for byte, masks, failures, idle time and all', async () => {
    const w = await world();
    w.outside.clock.set('2026-11-16T08:00:00Z');
    const contract = await w.activeContract();
    // Signing in was the last the server heard of it.
    await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T12:00:00Z');

    const away = new FakeOutside();
    const model = newModel(setClock(away.outside().read(), 0));
    const { id, name, email, timeZone } = w.felix;
    model.session = { server: ORIGIN, token: 'secret', person: { id, name, email, timeZone } };
    const failure = [{ takenAt: '2026-11-16T09:29:59.000Z', failure: 'locked-screen' as const }];
    const blocks = [
      await waitingBlock(contract.id, '2026-11-16T09:00:00.000Z'),
      await waitingBlock(contract.id, '2026-11-16T09:10:00.000Z', { idle: true, inputSeconds: 0 }),
      await waitingBlock(contract.id, '2026-11-16T09:20:00.000Z', { bytes: [], captures: failure }),
    ];
    const [capture] = blocks[1]!.block.captures;
    if (capture && 'sha256' in capture) capture.mask = { perMille: 120, reason: 'A letter of my bank' };
    for (const { id, block, bytes } of blocks) {
      const files = bytes.map((_, place) => `${id}-${place + 1}.jpg`);
      for (const [place, file] of files.entries()) await keepPicture(away.disk, file, new Uint8Array(bytes[place]!));
      const owner = { server: ORIGIN, personId: w.felix.id };
      model.queue = add(model.queue, { id, owner, block, pictures: files, sendAfter: 0, tried: false });
    }
    expect((await exportWaiting(model, away.outside())).saved).to.equal(true);

    const post = request(w.app).post('/import').set('Cookie', w.felix.cookie).set('Origin', ORIGIN);
    for (const [name, bytes] of away.downloads.files) post.attach('files', Buffer.from(bytes), name);
    const { text } = await post;
    expect(text)
      .to.match(/Taken<\/dt><dd>3 blocks, 30 m/)
      .and.to.match(/Not taken<\/dt><dd>0 blocks/);

    const [first, masked, failed] = await Promise.all(blocks.map(({ id }) => findBlockById(id, w.felix.id)));
    expect(first).to.include({ seconds: 600, protected: true });
    expect(await w.outside.storage.get(keysOf(first!)[0]!)).to.deep.equal(blocks[0]!.bytes[0]);
    expect(masked!.reasons).to.deep.equal(['idle-time']);
    expect(failed!.reasons).to.deep.equal(['no-screenshot']);
    const page = await w.carla.get(`/contracts/${contract.id}/blocks/${masked!.startedAt}`);
    expect(page.text).to.contain('A letter of my bank');
  });
});
