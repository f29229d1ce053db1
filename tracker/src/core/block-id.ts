import type { Chance, Second } from './chance.ts';

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/**
 * Names a block: a UUID version 7 (RFC 9562, section 5.7), whose first 48 bits are `at` in milliseconds and whose rest
 * is chance. The tracker makes the name, so that sending a block twice is harmless.
 */
export function newBlockId(at: Second, chance: Chance): string {
  const time = hex(at * 1000, 12);
  const draw = (bits: number) => Math.floor(chance() * 2 ** bits);
  const last = hex(draw(24), 6) + hex(draw(24), 6);
  return [time.slice(0, 8), time.slice(8), hex(0x7000 | draw(12), 4), hex(0x8000 | draw(14), 4), last].join('-');
}
