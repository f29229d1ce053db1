/**
 * One text for the same facts, so that everybody who hashes them gets the same hash. Rules only.
 *
 * It is RFC 8785 (JSON Canonicalization Scheme) for facts that hold no fractions: keys sorted by their UTF-16 code units, no spaces,
 * strings as `JSON.stringify` writes them, whole numbers in decimal, UTF-8. A property that is `undefined` is not there; a `Date` is its
 * ISO 8601 text in UTC.
 */
export type Facts = { [name: string]: unknown };

/** @throws TypeError for anything that has no such text: fractions, numbers beyond 2^53, functions */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object') return objectOf(value as Facts);
  throw new TypeError(`a ${typeof value} has no canonical text`);
}

function objectOf(facts: Facts): string {
  const named = Object.keys(facts)
    .filter(name => facts[name] !== undefined)
    .sort();
  return `{${named.map(name => `${JSON.stringify(name)}:${canonical(facts[name])}`).join(',')}}`;
}
