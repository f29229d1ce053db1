/** Whoever has read a notice in the page needs no letter about it any more; a letter about security comes all the same. */
import { Op } from 'sequelize';
import { transaction } from '../db/sequelize.ts';
import { NotFound } from '../kernel/errors.ts';
import { kindsAbout, subjectOf } from './notice.ts';
import { Notice } from './notice-model.ts';

/** Reading a notice twice is reading it once. @throws NotFound for a notice to somebody else */
export function readNotice(id: number, userId: number, now: Date): Promise<Notice> {
  return transaction(async t => {
    const where = { id, userId };
    const notice = await Notice.findOne({ where, lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('notice') });
    if (notice.readAt) return notice;
    return notice.update({ readAt: now, ...(subjectOf(notice.kind) !== 'security' && { mailDueAt: null }) });
  });
}

/** @param upTo id of the newest notice the reader has seen: what came after it stays unread */
export async function readAllNotices(userId: number, upTo: number, now: Date): Promise<void> {
  const where = { userId, readAt: null, id: { [Op.lte]: upTo } };
  await transaction(async () => {
    const needless = { ...where, kind: { [Op.notIn]: kindsAbout(['security']) } };
    await Notice.update({ mailDueAt: null }, { where: needless });
    await Notice.update({ readAt: now }, { where });
  });
}
