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
  const named = (table: [RegExp, string][], otherwise: string): string =>
    table.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? otherwise;
  return `${named(browsers, 'A browser')} on ${named(systems, 'an unknown system')}`;
}
