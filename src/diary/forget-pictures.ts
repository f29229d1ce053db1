import { Op } from 'sequelize';
import { untilEnding } from '../kernel/ending.ts';
import { toSeconds } from '../kernel/time.ts';
import type { Storage } from '../outside/storage.ts';
import { PictureToForget } from './picture-to-forget-model.ts';

/**
 * Job: makes the bytes of deleted pictures really go, once nobody can take the deletion back. What a crash interrupts
 * is done again. @returns how many files went
 */
export async function forgetPictures(storage: Storage, now: Date): Promise<number> {
  const due = await PictureToForget.findAll({ where: { forgetAt: { [Op.lte]: toSeconds(now) } }, limit: 500 });
  const keys: string[] = [];
  for (const { storageKey } of untilEnding(due)) {
    await storage.delete(storageKey);
    keys.push(storageKey);
  }
  await PictureToForget.destroy({ where: { storageKey: { [Op.in]: keys } } });
  return keys.length;
}
