/** Whole US cents. Never a fraction: the only place that rounds is {@link amountFor}. */
export type Cents = number;
/** Whole US cents for an hour of work. */
export type CentsPerHour = number;

const SECONDS_PER_HOUR = 3600n;

/**
 * What `seconds` of work cost at `rate`: seconds x rate / 3600, rounded half to even.
 * Call it once for each line a person pays, with the line's whole seconds; never add up rounded parts of a line.
 * @throws RangeError unless both are whole and not negative
 */
export function amountFor(seconds: number, rate: CentsPerHour): Cents {
  if (!Number.isSafeInteger(seconds) || seconds < 0) throw new RangeError(`seconds: ${seconds}`);
  if (!Number.isSafeInteger(rate) || rate < 0) throw new RangeError(`rate: ${rate}`);
  const exact = BigInt(seconds) * BigInt(rate);
  const whole = exact / SECONDS_PER_HOUR;
  const twiceTheRest = (exact % SECONDS_PER_HOUR) * 2n;
  const up = twiceTheRest > SECONDS_PER_HOUR || (twiceTheRest === SECONDS_PER_HOUR && whole % 2n === 1n);
  return Number(up ? whole + 1n : whole);
}

/**
 * What each part of something billed costs. The whole is rounded once, by {@link amountFor}, and shared out by {@link shareOut}.
 * @param parts whole seconds @returns an amount for each part, in their order
 */
export function amountsFor(parts: readonly number[], rate: CentsPerHour): Cents[] {
  const seconds = parts.reduce((sum, part) => sum + part, 0);
  return shareOut(amountFor(seconds, rate), parts, rate);
}

/**
 * Shares `whole` cents out over parts: each gets the whole cents of its exact share, and what is left goes to those of which most would
 * be cut off. So the parts always add up, and none is a whole cent away from its exact share.
 * @param whole what the parts cost together, to a cent @param parts whole seconds @returns an amount for each part, in their order
 */
export function shareOut(whole: Cents, parts: readonly number[], rate: CentsPerHour): Cents[] {
  const exact = parts.map(seconds => BigInt(seconds) * BigInt(rate));
  const amounts = exact.map(part => Number(part / SECONDS_PER_HOUR));
  const cutOff = exact
    .map((part, place) => ({ place, rest: Number(part % SECONDS_PER_HOUR) }))
    .sort((a, b) => b.rest - a.rest);
  const missing = whole - amounts.reduce((sum, cents) => sum + cents, 0);
  for (const { place } of cutOff.slice(0, missing)) amounts[place]! += 1;
  return amounts;
}

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** `123450` -> `$1,234.50`. The one way an amount is shown. */
export function money(cents: Cents): string {
  return dollars.format(cents / 100);
}

/**
 * What a person typed as an amount in dollars: `45`, `45.5`, `$1,250.00`; below a billion. Null when it is not an amount.
 */
export function parseMoney(text: string): Cents | null {
  const match = /^\$?\s*(\d{1,3}(?:,\d{3}){1,2}|\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  return Number(match[1]!.replaceAll(',', '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
