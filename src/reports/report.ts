/** Time and money by week, contract, project code or person. Rules only. */
import { amountsFor, type Cents, type CentsPerHour } from '../kernel/money.ts';
import { dayShort, utcDay, type EpochSeconds } from '../kernel/time.ts';

/** What one contract's project code took in one UTC week at one version of the terms. */
export type Worked = {
  week: EpochSeconds;
  contractId: number;
  title: string;
  clientId: number;
  /** The other side of the contract, as the reader sees it. */
  personId: number;
  person: string;
  code: string | null;
  codeName: string | null;
  termsId: number;
  rate: CentsPerHour;
  seconds: number;
  /** Without what is not billed: time over the weekly limit, and late time without a yes. */
  billable: number;
  protected: number;
  /** Late time that the client may still answer, without what is over the weekly limit. */
  waiting: number;
};
/** @property waitingAmount what a yes to all that waits would add */
export type Line = Worked & { amount: Cents; waitingAmount: Cents };

/** Lines whose amounts add up, for each week and rate of a contract, to the very cent the diary shows. */
export function priced(worked: readonly Worked[]): Line[] {
  const amounts = new Map<Worked, { amount: Cents; waitingAmount: Cents }>();
  for (const lines of groupBy(worked, weekAtRate).values()) {
    const { rate } = lines[0]!;
    const billed = amountsFor(
      lines.map(({ billable }) => billable),
      rate,
    );
    const waits = amountsFor(
      lines.map(({ waiting }) => waiting),
      rate,
    );
    lines.forEach((line, place) => amounts.set(line, { amount: billed[place]!, waitingAmount: waits[place]! }));
  }
  return worked.map(line => ({ ...line, ...amounts.get(line)! }));
}

const weekAtRate = ({ week, contractId, rate }: Worked): string => `${week} ${contractId} ${rate}`;

export const ways = ['week', 'contract', 'code', 'person'] as const;
export type Way = (typeof ways)[number];

export type Sums = {
  seconds: number;
  billable: number;
  protected: number;
  amount: Cents;
  waiting: number;
  waitingAmount: Cents;
};
const nothing: Sums = { seconds: 0, billable: 0, protected: 0, amount: 0, waiting: 0, waitingAmount: 0 };
export type Group = Sums & { key: string; label: string; detail: string | null };

export const sumOf = (lines: readonly Sums[]): Sums =>
  lines.reduce<Sums>(
    (sum, line) => ({
      seconds: sum.seconds + line.seconds,
      billable: sum.billable + line.billable,
      protected: sum.protected + line.protected,
      amount: sum.amount + line.amount,
      waiting: sum.waiting + line.waiting,
      waitingAmount: sum.waitingAmount + line.waitingAmount,
    }),
    nothing,
  );

type Naming = { key(line: Line): string; label(line: Line): string; detail(line: Line): string | null };
/** A project code is the client's: the same code on two of a client's contracts is one, on two clients' contracts it is two. */
const naming: Record<Way, Naming> = {
  week: { key: ({ week }) => String(week), label: ({ week }) => weekName(week), detail: () => null },
  contract: {
    key: ({ contractId }) => String(contractId),
    label: ({ title }) => title,
    detail: ({ person }) => person,
  },
  code: {
    key: ({ clientId, code }) => `${clientId} ${code ?? ''}`,
    label: ({ code }) => code ?? 'No project code',
    detail: ({ code, codeName }) => (codeName === code ? null : codeName),
  },
  person: { key: ({ personId }) => String(personId), label: ({ person }) => person, detail: () => null },
};

/** `16 Nov 2026`: the Monday on which a UTC week begins. */
export const weekName = (week: EpochSeconds): string => dayShort(utcDay(week));

/** Weeks newest first; everything else by what it took, most first. */
export function groupsOf(lines: readonly Line[], way: Way): Group[] {
  const { key, label, detail } = naming[way];
  const groups = [...groupBy(lines, key)].map(([id, found]) => {
    const first = found[0]!;
    return { key: id, label: label(first), detail: detail(first), ...sumOf(found) };
  });
  if (way === 'week') return groups.sort((a, b) => Number(b.key) - Number(a.key));
  return groups.sort((a, b) => b.amount - a.amount || b.seconds - a.seconds || (a.label < b.label ? -1 : 1));
}

/** The key of the group a line belongs to. */
export const keyOf = (line: Line, way: Way): string => naming[way].key(line);

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
