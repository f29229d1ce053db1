/** What waits for the jobs: how much is due, and how much should have been done long ago. */
import { Op } from 'sequelize';
import { Bonus } from '../billing/bonus-model.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { lastClosable, lastReviewed } from '../billing/invoice.ts';
import { Refund } from '../billing/refund-model.ts';
import { Contract } from '../contracts/contract-model.ts';
import { PictureToForget } from '../diary/picture-to-forget-model.ts';
import { addMs, MINUTE, toSeconds } from '../kernel/time.ts';
import { Notice } from '../notices/notice-model.ts';

/** @property late of those, how many have been due for more than {@link LATE_MS}: the jobs do not keep up, or fail */
export type Queue = { name: string; due: number; late: number };

/** The jobs come once a minute. */
const LATE_MS = 10 * MINUTE;

type Source = { name: string; due(now: Date): Promise<number> };
/** Each question is the job's own, so that its index answers it. */
const sources: Source[] = [
  { name: 'letters', due: now => Notice.count({ where: { mailDueAt: { [Op.lte]: now } } }) },
  {
    name: 'pictures to forget',
    due: now => PictureToForget.count({ where: { forgetAt: { [Op.lte]: toSeconds(now) } } }),
  },
  { name: 'weeks to close', due: now => Contract.count({ where: { nextWeek: { [Op.lte]: lastClosable(now) } } }) },
  { name: 'invoices to charge', due: now => Invoice.count({ where: { nextChargeAt: { [Op.lte]: now } } }) },
  {
    name: 'invoices to accept',
    due: now => Invoice.count({ where: { acceptedAt: null, week: { [Op.lte]: lastReviewed(now) } } }),
  },
  { name: 'bonuses to charge', due: now => Bonus.count({ where: { nextChargeAt: { [Op.lte]: now } } }) },
  { name: 'refunds to send', due: now => Refund.count({ where: { nextAskAt: { [Op.lte]: now } } }) },
];

export function queuesAt(now: Date): Promise<Queue[]> {
  const longAgo = addMs(now, -LATE_MS);
  return Promise.all(sources.map(async ({ name, due }) => ({ name, due: await due(now), late: await due(longAgo) })));
}
