/** What the two of a contract say to each other about a block. Rules only. */

export const MAX_COMMENT = 1000;
/** All of them are shown with their block, so there is an end to them. */
export const MAX_COMMENTS = 60;

/** A flag is a comment that asks for the other's answer. */
export type CommentFacts = { number: number; authorId: number; flag: boolean; resolvedAt: number | null };

export type CommentRefusal = 'too-many-comments' | 'no-open-flag';
export const commentRefusalWords: Record<CommentRefusal, string> = {
  'too-many-comments': `There are ${MAX_COMMENTS} comments on this block already. Write to each other directly.`,
  'no-open-flag': 'This flag is resolved already.',
};

export function whyNotComment(commentsBefore: number): CommentRefusal | null {
  return commentsBefore < MAX_COMMENTS ? null : 'too-many-comments';
}

/** Either of the two says that it is settled: whoever was asked, or whoever has the answer now. */
export function whyNotResolve({ flag, resolvedAt }: CommentFacts): CommentRefusal | null {
  return flag && resolvedAt === null ? null : 'no-open-flag';
}
