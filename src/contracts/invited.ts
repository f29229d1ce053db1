import { accountOf } from '../accounts/sign-up.ts';

/** @returns the id of the freelancer an offer went to; null while nobody has an account with that address */
export async function invitedFreelancer(contract: { freelancerEmail: string }): Promise<number | null> {
  const user = await accountOf(contract.freelancerEmail);
  return user?.role === 'freelancer' ? user.id : null;
}
