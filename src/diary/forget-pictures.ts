import { Op } from 'sequelize';
import { toSeconds } from '../kernel/time.ts';
import type { Storage } from '../outside/storage.ts';
import { PictureToForget } from './picture-to-forget-model.ts';

/**
 * Job: makes the bytes of deleted pictures really go, once nobody can take the deletion back. What a crash interrupts
 * is done again. @returns how many files went
 */
export async function forgetPictures(storage: Storage, now: Date): Promise<number> {
  const due = await PictureToForget.findAll({ where: { forgetAt: { [Op.lte]: toSeconds(now) } }, limit: 500 });
  const keys = due.map(({ storageKey }) => storageKey);
  for (const key of keys) await storage.delete(key);
  await PictureToForget.destroy({ where: { storageKey: { [Op.in]: keys } } });
  return keys.length;
}
