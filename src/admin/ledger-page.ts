/** The ledger's page: what is asked for, the lines with whose they are, and a running balance where there can be one. */
import { User } from '../accounts/user-model.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { accountKinds, type AccountKind } from '../billing/ledger.ts';
import { blankForm } from '../web/form.ts';
import { daysIn, secondsOf } from './asked-days.ts';
import {
  balanceAfter,
  ledgerLines,
  ledgerProof,
  transferKinds,
  type LedgerFilter,
  type LedgerLine,
} from './ledger-rows.ts';
import { hrefOf, keyed, keyIn, searchIn } from './paging.ts';

const A_PAGE = 50;
const AT = '/admin/ledger';

export const accountWords: Record<AccountKind, string> = {
  client: 'Clients',
  due: 'Due',
  escrow: 'Escrow',
  freelancer: 'Freelancers',
  payouts: 'Payouts',
  fees: 'Fees',
  fund: 'Protection fund',
  outside: 'Outside',
};

export function askedOfLedger(query: Record<string, unknown>) {
  const days = daysIn(query);
  const exact = {
    account: accountKinds.find(kind => kind === query['account']) ?? '',
    kind: searchIn(query['kind']).slice(0, 20),
    key: searchIn(query['key']).slice(0, 80),
    owner: keyIn(query['owner']),
    contract: keyIn(query['contract']),
  };
  const given = Object.entries(exact).filter(([, value]) => value !== null && value !== '');
  return { asked: { ...exact, ...days }, filter: { ...Object.fromEntries(given), ...secondsOf(days) } as LedgerFilter };
}

export async function ledgerLocals(query: Record<string, unknown>) {
  const { asked, filter } = askedOfLedger(query);
  const before = keyIn(query['before']);
  const found = await ledgerLines(filter, before, A_PAGE + 1);
  const { shown, olderHref } = keyed(found, A_PAGE, AT, asked);
  const [owners, kinds, proof, balances] = await Promise.all([
    ownersOf(shown),
    transferKinds(),
    ledgerProof(),
    runningBalances(filter, shown),
  ]);
  return {
    ...{ olderHref, newestHref: before && hrefOf(AT, asked), csvHref: hrefOf('/admin/ledger.csv', asked) },
    form: blankForm(Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value ?? '')]))),
    filtered: Object.keys(filter).length > 0,
    kinds: [{ value: '', label: 'Any transfer' }, ...kinds.map(kind => ({ value: kind, label: kind }))],
    accounts: [
      { value: '', label: 'Any account' },
      ...accountKinds.map(value => ({ value, label: accountWords[value] })),
    ],
    proof: {
      total: proof.total,
      sums: proof.sums.map(({ account, amount }) => ({
        ...{ label: accountWords[account], amount },
        href: hrefOf(AT, { account }),
      })),
    },
    running: balances !== null,
    lines: shown.map((line, at) => ({
      ...line,
      ...{ label: accountWords[line.account], of: owners(line), balance: balances?.[at] ?? null },
      accountHref: hrefOf(AT, { account: line.account, owner: line.owner }),
    })),
  };
}

/** Only of one account, with no line left out in between. */
async function runningBalances(filter: LedgerFilter, shown: LedgerLine[]): Promise<number[] | null> {
  const [newest] = shown;
  const whole = filter.kind === undefined && filter.key === undefined && filter.contract === undefined;
  if (!newest || !whole || filter.account === undefined || filter.owner === undefined) return null;
  let balance = await balanceAfter(newest);
  return shown.map(({ amount }) => {
    const after = balance;
    balance -= amount;
    return after;
  });
}

const ofPeople: ReadonlySet<AccountKind> = new Set(['client', 'freelancer', 'payouts']);
const ofInvoices: ReadonlySet<AccountKind> = new Set(['due', 'escrow']);

/** Whose account a line is about. */
async function ownersOf(lines: LedgerLine[]) {
  const ids = (kinds: ReadonlySet<AccountKind>): number[] => [
    ...new Set(lines.filter(({ account }) => kinds.has(account)).map(({ owner }) => owner)),
  ];
  const people = await User.findAll({ where: { id: ids(ofPeople) }, attributes: ['id', 'name'] });
  const invoices = await Invoice.findAll({ where: { id: ids(ofInvoices) }, attributes: ['id', 'number'] });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const numbers = new Map(invoices.map(({ id, number }) => [id, number]));
  return ({ account, owner }: LedgerLine): { label: string; href: string | null } => {
    if (ofPeople.has(account)) return { label: names.get(owner) ?? String(owner), href: `/admin/people/${owner}` };
    if (ofInvoices.has(account)) return { label: numbers.get(owner) ?? String(owner), href: `/invoices/${owner}` };
    return { label: 'The platform', href: null };
  };
}
