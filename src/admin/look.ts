/** Why admins look at what is other people's. Rules only. */

/** The person whose contract it is reads the label; the admin's own words stay in the audit log. */
export const lookReasons = {
  dispute: 'Deciding a dispute',
  claim: 'Deciding a claim',
  payment: 'Finding out what happened to a payment',
  help: 'Somebody of this contract asked for help',
  abuse: 'Following a report of abuse or fraud',
  law: 'A legal duty',
  fault: 'Finding a fault of ours',
} as const;
export type LookReason = keyof typeof lookReasons;

/** A stated reason holds so long, for one contract and in one session. */
export const LOOK_MINUTES = 60;
export const MIN_LOOK_WORDS = 10;

/** What the audit log calls it: a reason was stated, a picture was opened in full. */
export const lookKinds = ['look.began', 'look.picture'] as const;
export type LookKind = (typeof lookKinds)[number];

/** An admin may look at this contract now. @property id of the stated reason in the audit log */
export type Look = { id: number; contractId: number; reason: LookReason; until: Date };

/** What the other people read of it. */
export const reasonWords = (reason: string | null): string =>
  lookReasons[reason as LookReason] ?? 'A reason we no longer use';
