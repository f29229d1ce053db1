/** What admins type on a case's page. */
import { z } from 'zod';
import { LEAST_WORDS } from '../disputes/dispute.ts';
import type { RuledBlock, Ruling } from '../disputes/ruling.ts';
import { Form, type Raw } from '../web/form.ts';
import { chooseAll, MOST_REASON, presets, rulingsFrom, whyNotWords, type Preset } from './choices.ts';

/** Which button of the decision was pressed. `change`: back from the preview. */
export type Pressed = 'preview' | 'change' | 'decide' | Preset;
const steps = ['preview', 'change', 'decide', ...presets] as const;

/** @param body of the form @returns the preview when it does not say */
export const pressedIn = (body: unknown): Pressed =>
  steps.find(step => step === ((body ?? {}) as Record<string, unknown>)['step']) ?? 'preview';

const FIELD = /^(to|own-reason|own-words)-\d{1,10}$|^(reason|words)-(freelancer|client|fund)$/;

/** What was typed, judged. @param preset chooses all blocks at once, and then nothing is judged yet */
export function decisionForm(
  body: unknown,
  contested: readonly RuledBlock[],
  judged: boolean,
  preset?: Preset,
): Form<Ruling[]> {
  const typed = typedIn(body);
  const raw = preset ? chooseAll(typed, contested, preset) : typed;
  if (!judged) return new Form<Ruling[]>(raw, null);
  const { rulings, errors } = rulingsFrom(raw, contested);
  return new Form<Ruling[]>(raw, Object.keys(errors).length > 0 ? null : rulings, errors);
}

function typedIn(body: unknown): Raw {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    fields.filter((entry): entry is [string, string] => typeof entry[1] === 'string' && FIELD.test(entry[0])),
  );
}

/** Why a decision is sent back, for other admins. */
export const returnForm = z.object({
  words: z
    .string({ error: 'Say why.' })
    .trim()
    .superRefine((words, context) => {
      const wrong = whyNotWords(words.replace(/\r\n/g, '\n'));
      if (wrong) context.addIssue({ code: 'custom', message: wrong });
    }),
});
export const hints = { words: `Both sides read it. ${LEAST_WORDS} to ${MOST_REASON} characters.` };
