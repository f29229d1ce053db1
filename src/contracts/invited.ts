import { User } from '../accounts/user-model.ts';

/** @returns the id of the freelancer an offer went to; null while nobody has an account with that address */
export async function invitedFreelancer(contract: { freelancerEmail: string }): Promise<number | null> {
  const user = await User.findOne({
    attributes: ['id'],
    where: { email: contract.freelancerEmail, role: 'freelancer' },
  });
  return user?.id ?? null;
}
