/** What a person can do about a block that the server does not take. The server's own sentence says why. */

const ASK_MANUAL = 'Ask the client for manual time online, if the contract allows it.';
const REPORT = 'This should not happen: please tell support, with the log file that About names.';

const steps: Record<string, string> = {
  overlaps: 'Nothing is lost: those minutes are in your work diary already. Look there which computer logged them.',
  'different-content': 'Look into your work diary: the first one sent is there.',
  'too-old': ASK_MANUAL,
  'contract-not-active': 'Look in My Jobs how the contract stands, and talk to the client.',
  'unknown-project-code': `Choose a code from the list for what follows. ${ASK_MANUAL}`,
  'too-many-typed-codes': `Choose a code from the list for what follows. ${ASK_MANUAL}`,
  'in-the-future': `Set this computer’s clock, and its time zone. ${ASK_MANUAL}`,
  'week-closed': 'Talk to the client; the invoice of that week stands.',
  'already-deleted': 'Nothing is to be done: it is gone from your work diary on purpose.',
  'not-found': 'Sign in as the freelancer of this contract.',
  'not-a-freelancer': 'Sign in as the freelancer of this contract.',
  'too-large': ASK_MANUAL,
  'crosses-cell': REPORT,
  'too-much-input': REPORT,
  'capture-outside-block': REPORT,
  unreadable: `Its file on this computer is damaged. ${ASK_MANUAL}`,
  malformed: REPORT,
  'not-a-picture': REPORT,
  'unsupported-picture': REPORT,
  'damaged-picture': REPORT,
  'picture-too-large': REPORT,
  'picture-too-small': REPORT,
};

/** One sentence or two; `null` for a reason this version does not know, whose words have to be enough. */
export const nextStep = (code: string): string | null => (Object.hasOwn(steps, code) ? (steps[code] ?? null) : null);
