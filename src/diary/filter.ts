/** Which of a diary's blocks are shown: by project code, and by what is known of them. Rules only. */
import { reasonCodes, type ReasonCode } from './verdict.ts';

/** Reasons in two or three words, for lists and choices. */
export const reasonNames: Record<ReasonCode, string> = {
  'manual-time': 'Added by hand',
  'no-screenshot': 'No screenshot',
  'blank-screenshot': 'Blank screenshot',
  'repeated-screenshot': 'Repeated screenshot',
  'no-description': 'No description',
  'vague-description': 'Vague description',
  'over-weekly-limit': 'Over the weekly limit',
  'idle-time': 'Idle time',
  'late-upload': 'Arrived late',
  'clock-unreliable': 'Unreliable clock',
  'contract-not-active': 'Contract not active',
  'client-payment-problem': 'Payment problem',
  'masked-screenshot': 'Covered screenshot',
};

const kinds = ['', 'protected', 'unprotected', 'flagged', 'commented', 'without-picture', ...reasonCodes] as const;
export type Kind = (typeof kinds)[number];

const kindNames: Record<Exclude<Kind, ReasonCode>, string> = {
  '': 'All blocks',
  protected: 'Protected',
  unprotected: 'Not protected',
  flagged: 'Waiting for an answer',
  commented: 'With comments',
  'without-picture': 'Without a picture',
};

/**
 * @property code empty for every code, `=` for blocks without one, else `=CODE`: any text may be a code
 * @property kind empty for every block
 */
export type Filter = { code: string; kind: Kind };
export const EVERYTHING: Filter = { code: '', kind: '' };

/** What an address asks for. Whatever is no choice is not asked. */
export function filterFrom({ code, kind }: Record<string, unknown>): Filter {
  return {
    code: typeof code === 'string' && code.startsWith('=') && code.length <= 61 ? code : '',
    kind: kinds.find(known => known === kind) ?? '',
  };
}

export const isFiltering = ({ code, kind }: Filter): boolean => code !== '' || kind !== '';

/** The query of an address that asks for this, with `?`; empty when it asks for nothing. */
export function queryOf({ code, kind }: Filter, more: Record<string, string> = {}): string {
  const asked = Object.entries({ code, kind, ...more }).filter(([, text]) => text !== '');
  return asked.length === 0 ? '' : `?${new URLSearchParams(asked)}`;
}

export const nameOf = (kind: Kind): string =>
  kind in kindNames ? kindNames[kind as keyof typeof kindNames] : reasonNames[kind as ReasonCode];

/** What is asked for, for people: `SHOP-1, Not protected`. */
export function filterWords({ code, kind }: Filter): string {
  const codeWords = code === '=' ? ['No code'] : code === '' ? [] : [code.slice(1)];
  return [...codeWords, ...(kind === '' ? [] : [nameOf(kind)])].join(', ');
}

/** The choices of the form; a code that is asked for but not offered any more stays a choice. */
export function choicesFor(filter: Filter, codes: readonly { code: string }[]) {
  const known = codes.map(({ code }) => ({ value: `=${code}`, label: code }));
  const listed = filter.code.length <= 1 || known.some(({ value }) => value === filter.code);
  return {
    codes: [
      { value: '', label: 'All codes' },
      { value: '=', label: 'No code' },
      ...known,
      ...(listed ? [] : [{ value: filter.code, label: filter.code.slice(1) }]),
    ],
    kinds: kinds.map(kind => ({ value: kind, label: nameOf(kind) })),
  };
}
