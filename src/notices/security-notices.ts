/** What people are told so that nobody else gets at their account or their money, in which words, and where it leads. Rules only. */
import type { Words } from './notice.ts';

export type SecurityFacts = {
  'second-factor.set-up': { replaced: boolean };
  'second-factor.removed': Record<string, never>;
  'second-factor.reset': Record<string, never>;
  'payout-account.changed': { label: string; heldUntil: string };
};

const NOT_YOU = 'If this was not you, choose a new password at once: that ends every session.';
const toFactor = (): string => '/second-factor';

/** The part of the table of all notices whose letters come at once, whatever was chosen or read: somebody else may sit at the page. */
export const securityWords: { [Kind in keyof SecurityFacts]: Words<SecurityFacts[Kind]> } = {
  'second-factor.set-up': {
    about: 'security',
    title: ({ replaced }) => (replaced ? 'Your authenticator was replaced' : 'An authenticator was set up'),
    sentence: ({ replaced }) =>
      `${
        replaced
          ? 'Signing in now asks for the codes of another authenticator, and those of the one before are worth nothing.'
          : 'Signing in to your account now asks for the codes of an authenticator.'
      } ${NOT_YOU} Then ask us to reset the authenticator.`,
    leadsTo: toFactor,
  },
  'second-factor.removed': {
    about: 'security',
    title: () => 'Your second factor was turned off',
    sentence: () => `Your password alone opens your account now. ${NOT_YOU} Then set up an authenticator again.`,
    leadsTo: toFactor,
  },
  'second-factor.reset': {
    about: 'security',
    title: () => 'Your second factor was reset',
    sentence: () =>
      `An admin took the authenticator and the recovery codes off your account and ended every session: your password alone opens it now. If you did not ask for this, choose a new password at once, and set up an authenticator again.`,
    leadsTo: toFactor,
  },
  'payout-account.changed': {
    about: 'security',
    title: () => 'Your payout account was changed',
    sentence: ({ label, heldUntil }) =>
      `From now on your money goes to ${label}. Nothing is paid to it before ${heldUntil}. If this was not you, change your password, end the other sessions on your profile, and enter your own account again.`,
    leadsTo: () => '/payout-account',
  },
};
