import { expect } from 'chai';
import { transaction } from '../../src/db/sequelize.ts';
import { checkContract } from '../../src/evidence/check-contract.ts';
import { dice } from '../support/chance.ts';
import { evidenceStory, forgetRoots, withoutGuards, type Story } from '../support/evidence.ts';
import { sceneOf, tricks, type Tampering } from './tamperings.ts';

/** `TAMPERINGS=1000` for all of them. */
const TAMPERINGS = Number(process.env['TAMPERINGS'] ?? 100);
const GUARDED = ['evidence', 'evidence_leaves', 'evidence_roots'];

describe(`Evidence, tampered with ${TAMPERINGS} times by somebody who has everything but the key`, function () {
  this.timeout(600_000);
  let story: Story;

  before(async () => {
    await forgetRoots();
    story = await evidenceStory();
  });

  it('fits before anybody touches it', async () => {
    const { fault, entries, blocks, pictures } = await checkContract(story.contract.id, story);
    expect([fault, entries, blocks, pictures]).to.deep.equal([null, 53, 18, 19]);
  });

  it('is found out every time, and the first bad entry is named', async () => {
    const undone = new Error('undone');
    const wrong: object[] = [];
    const tried = new Map<string, number>();
    await withoutGuards(GUARDED, async () => {
      for (let nth = 0; nth < TAMPERINGS; nth += 1) {
        const chance = dice(nth);
        const files = new Map(story.storage.files);
        let tampering: Tampering | undefined;
        await transaction(async () => {
          const scene = await sceneOf(story);
          tampering = await tricks[nth % tricks.length]!(scene, chance);
          const { fault } = await checkContract(story.contract.id, story);
          if (!fault || fault.seq !== tampering.first) wrong.push({ nth, ...tampering, fault });
          throw undone;
        }).catch((error: unknown) => {
          if (error !== undone) throw error;
        });
        for (const [key, bytes] of files) story.storage.files.set(key, bytes);
        tried.set(tampering!.name, (tried.get(tampering!.name) ?? 0) + 1);
      }
    });
    expect(wrong).to.deep.equal([]);
    if (TAMPERINGS >= 100) expect(tried.size).to.be.above(25);
  });

  it('fits again when everything was put back', async () => {
    expect((await checkContract(story.contract.id, story)).fault).to.equal(null);
  });
});
