/** Job: sends the letters that are due. Several processes at once send each letter once. */
import { Op } from 'sequelize';
import { User } from '../accounts/user-model.ts';
import type { Config } from '../config.ts';
import { transaction } from '../db/sequelize.ts';
import { atMost } from '../kernel/at-most.ts';
import { isEnding } from '../kernel/ending.ts';
import { printLetter } from '../mail/print-letter.ts';
import type { Outside } from '../outside/outside.ts';
import { nextTryAt } from './mail-choice.ts';
import { noticeLetter, subjectsOf } from './notice-letter.ts';
import { Notice } from './notice-model.ts';
import { unsubscribeGrant } from './unsubscribe-grant.ts';

const READERS_A_TICK = 500;
const MOST_NOTICES = 500;
const SENDING_AT_ONCE = 5;

type Settings = Pick<Config, 'publicUrl' | 'secret'>;

/** @returns how many letters were sent */
export async function mailNotices(outside: Outside, settings: Settings, now: Date): Promise<number> {
  const due = await Notice.findAll({
    attributes: ['userId'],
    where: { mailDueAt: { [Op.lte]: now } },
    group: ['userId'],
    limit: READERS_A_TICK,
  });
  const some = atMost(SENDING_AT_ONCE);
  const sent = await Promise.all(due.map(({ userId }) => some(() => mailOne(userId, outside, settings, now))));
  return sent.filter(Boolean).length;
}

/** Everything due to one person goes into one letter. @returns whether it was sent */
async function mailOne(userId: number, outside: Outside, settings: Settings, now: Date): Promise<boolean> {
  if (isEnding()) return false;
  const { claimed, last } = await claim(userId, now);
  const reader = await User.findByPk(userId);
  if (claimed.length === 0 || !reader || reader.closedAt) return false;
  const ids = claimed.map(({ id }) => id);
  try {
    await outside.mail.send(letterOf(reader, claimed, settings));
  } catch (error) {
    const what = last ? 'a letter is given up' : 'a letter could not be sent and is tried again';
    outside.log[last ? 'error' : 'warn']({ err: error, userId, notices: ids }, what);
    return false;
  }
  await Notice.update({ mailedAt: now, mailDueAt: null }, { where: { id: { [Op.in]: ids } } });
  return true;
}

/**
 * Whoever moves the due date has the letter. It moves to the next attempt, so that neither a failure nor a crash while
 * sending needs anybody to write it down.
 */
function claim(userId: number, now: Date): Promise<{ claimed: Notice[]; last: boolean }> {
  return transaction(async t => {
    const claimed = await Notice.findAll({
      where: { userId, mailDueAt: { [Op.lte]: now } },
      order: [['id', 'ASC']],
      limit: MOST_NOTICES,
      lock: t.LOCK.UPDATE,
    });
    const mailTries = Math.max(0, ...claimed.map(notice => notice.mailTries)) + 1;
    const mailDueAt = nextTryAt(mailTries, now);
    await Notice.update({ mailTries, mailDueAt }, { where: { id: { [Op.in]: claimed.map(({ id }) => id) } } });
    return { claimed, last: mailDueAt === null };
  });
}

function letterOf(reader: User, notices: Notice[], { publicUrl, secret }: Settings) {
  const about = subjectsOf(notices);
  const stop = about.length === 0 ? null : `/unsubscriptions/${unsubscribeGrant(secret, { userId: reader.id, about })}`;
  const letter = printLetter(noticeLetter(reader, notices, stop, path => publicUrl + path));
  const name = `${notices[0]!.id}-${notices.at(-1)!.id}-${notices.length}.${reader.id}`;
  return { ...letter, messageId: `<notices-${name}@${new URL(publicUrl).hostname}>` };
}
