/** `Firefox on Linux`: what the profile page calls a browser. Only a hint for its owner. */
const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

export function deviceOf(userAgent: string | undefined): string {
  return `${named(browsers, userAgent) ?? 'A browser'} on ${systemNameOf(userAgent)}`;
}

/** `Linux`, as the browser says of itself. */
export const systemNameOf = (userAgent: string | undefined): string => named(systems, userAgent) ?? 'an unknown system';

const named = (table: [RegExp, string][], userAgent: string | undefined): string | undefined =>
  table.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
