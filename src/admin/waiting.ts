/** What waits for an admin, in the order in which it should be done. Rules only. */
import { clockOf } from '../cases/case-clock.ts';

/**
 * @property due by when it should be done; null when as soon as possible @property words what and whose it is
 * @property another it waits for another admin than the one who reads
 */
export type Task = {
  kind: 'dispute' | 'claim' | 'appeal' | 'second-admin' | 'payouts' | 'job';
  title: string;
  words: string;
  href: string;
  due: Date | null;
  another: boolean;
};

export const taskKinds: Record<Task['kind'], { label: string; icon: string }> = {
  dispute: { label: 'Dispute', icon: 'scale' },
  claim: { label: 'Claim', icon: 'shield-alert' },
  appeal: { label: 'Appeal', icon: 'gavel' },
  'second-admin': { label: 'Second admin', icon: 'users' },
  payouts: { label: 'Payouts', icon: 'landmark' },
  job: { label: 'Job', icon: 'triangle-alert' },
};

/** What is overdue or has no time at all comes first; what only another admin may do comes last. */
export function inOrder(tasks: readonly Task[]): Task[] {
  const moment = ({ due }: Task): number => due?.getTime() ?? 0;
  return [...tasks].sort((a, b) => Number(a.another) - Number(b.another) || moment(a) - moment(b));
}

export const clockWords = ({ due }: Task, now: Date): { words: string; late: boolean } =>
  due === null ? { words: 'now', late: true } : clockOf(due, now);
