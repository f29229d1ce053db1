/** Where payouts go, as it is kept. */
import { unseal } from './sealed.ts';
import { heldUntil, type BankAccount } from './payout-account.ts';
import { PayoutAccount } from './payout-account-model.ts';

export const SEALED_FOR = 'payout-account';

export const currentAccount = (freelancerId: number): Promise<PayoutAccount | null> =>
  PayoutAccount.findOne({ where: { currentFor: freelancerId } });

/** What a page says of it: a label to recognise it by, until when nothing is paid to it, and whether payouts go there without a bank's file. */
export async function accountFacts(
  freelancerId: number,
  now: Date,
): Promise<{ label: string | null; heldUntil: Date | null; byItself: boolean }> {
  const account = await currentAccount(freelancerId);
  const byItself = (account?.providerAccount ?? null) !== null;
  return { label: account?.label ?? null, heldUntil: account && heldUntil(account, now), byItself };
}

/** The whole of it, for the bank. @throws Error when it was sealed with another secret */
export const openAccount = ({ sealed }: PayoutAccount, secret: Buffer): BankAccount =>
  JSON.parse(unseal(sealed, secret, SEALED_FOR)) as BankAccount;
