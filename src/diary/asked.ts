/** What an address of the diary asks for: which day, which blocks, and perhaps to go elsewhere. */
import { z } from 'zod';
import { NotFound } from '../kernel/errors.ts';
import { dayIn, parseDay, type Day } from '../kernel/time.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import type { Viewing } from './block-words.ts';
import { jumpWords, whyNotGoTo } from './jump.ts';
import { viewHref, type Place, type View } from './ways.ts';

/** Where a request for a day is; elsewhere, when it asks to go to a day that can be gone to. */
export type Asked = { place: Place; elsewhere: string | null };

const jumpForm = (open: { first: Day; today: Day }) =>
  z.object({
    go: z.string().transform((typed, context) => {
      const refusal = whyNotGoTo(typed, open);
      if (refusal === null) return typed.trim();
      context.addIssue({ code: 'custom', message: jumpWords[refusal] });
      return z.NEVER;
    }),
  });

/** @throws NotFound unless the address names a day, or none, which is today */
export function askedOf(
  req: { params: object; query: Record<string, unknown>; now: Date },
  viewing: Viewing,
  view: View,
) {
  const { contract, actor } = viewing;
  const today = dayIn(req.now, actor.timeZone);
  const named = (req.params as Record<string, unknown>)['day'];
  const day = named === undefined ? today : parseDay(typeof named === 'string' ? named : '');
  if (day === null) throw new NotFound('day');
  const more: Record<string, string> = req.query['rows'] === 'blocks' ? { rows: 'blocks' } : {};
  const first = dayIn(contract.acceptedAt ?? req.now, actor.timeZone);
  const jump: Form<{ go: Day }> =
    typeof req.query['go'] === 'string' ? readForm(jumpForm({ first, today }), req.query) : blankForm({ go: day });
  const place: Place = { view, day, today, more, jump };
  const elsewhere = jump.values ? viewHref(viewing, view, jump.values.go, more) : null;
  return { place, elsewhere } satisfies Asked;
}

/** What was typed to go to a day that is none. */
export const isRefused = ({ jump }: Place): boolean => Object.keys(jump.errors).length > 0;
