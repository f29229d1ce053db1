/** Every file that the database says is kept, and the SHA-256 of its bytes where the database knows it. */
import { Op } from 'sequelize';
import { rows } from '../db/sequelize.ts';
import { mayComeBack } from '../diary/block.ts';
import { SELECT, toBlock, type Row, type StoredBlock } from '../diary/block-rows.ts';
import { hasPictures } from '../diary/block-words.ts';
import { pictureKey, thumbKeyOf } from '../diary/storage-keys.ts';
import { DisputeFile } from '../disputes/dispute-file-model.ts';

/** @property hash null for thumbnails: they are made of the picture, and nobody wrote theirs down */
export type KeptFile = { key: string; hash: Buffer | null };

const PAGE = 500;

/** Page by page in the order of the tables, so that however many there are they need no memory. */
export async function* keptFiles(now: Date): AsyncGenerator<KeptFile[]> {
  yield* filesOfBlocks(now);
  yield* filesOfDisputes();
}

async function* filesOfBlocks(now: Date): AsyncGenerator<KeptFile[]> {
  let last = { freelancerId: 0, startedAt: 0 };
  for (;;) {
    const { freelancerId, startedAt } = last;
    const found = await rows<Row>(
      `${SELECT} WHERE b.freelancer_id > $1 OR (b.freelancer_id = $2 AND b.started_at > $3)
       ORDER BY b.freelancer_id, b.started_at LIMIT ${PAGE}`,
      [freelancerId, freelancerId, startedAt],
    );
    const blocks = found.map(toBlock);
    if (blocks.length === 0) return;
    yield blocks.filter(block => hasPictures(block) || mayComeBack(block, now)).flatMap(filesOf);
    last = blocks.at(-1)!;
  }
}

const filesOf = (block: StoredBlock): KeptFile[] =>
  block.shots.flatMap(({ number, received, kept }): KeptFile[] => {
    if (received === null) return [];
    const key = pictureKey(block, number, received);
    return [
      { key, hash: kept ?? received },
      { key: thumbKeyOf(key), hash: null },
    ];
  });

async function* filesOfDisputes(): AsyncGenerator<KeptFile[]> {
  for (let last = 0; ;) {
    const found = await DisputeFile.findAll({ where: { id: { [Op.gt]: last } }, order: [['id', 'ASC']], limit: PAGE });
    if (found.length === 0) return;
    yield found.map(({ storageKey, sha256 }) => ({ key: storageKey, hash: Buffer.from(sha256, 'hex') }));
    last = found.at(-1)!.id;
  }
}
