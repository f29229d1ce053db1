/** Who asks, as far as an address tells. */
import { isIPv6 } from 'node:net';

/** Groups of an IPv6 address that name a network: a household gets a /56, so its 56th bit ends in the fourth. */
const NETWORK_GROUPS = 4;

/**
 * One key for everybody behind one line: an IPv4 address, or the /56 network of an IPv6 address, of which one person has as many
 * addresses as he likes.
 */
export function lineOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const plain = address.replace(/%.*$/, '');
  if (!isIPv6(plain)) return address;
  const groups = groupsOf(plain).slice(0, NETWORK_GROUPS);
  const last = groups[NETWORK_GROUPS - 1]! & 0xff00;
  return `${[...groups.slice(0, -1), last].map(group => group.toString(16)).join(':')}::/56`;
}

/** The first groups of an address as numbers, at least {@link NETWORK_GROUPS} of them. `2001:db8::1` -> `[0x2001, 0xdb8, 0, 0, …]` */
function groupsOf(address: string): number[] {
  const [before = '', after = ''] = address.split('::');
  const parse = (text: string): number[] => (text === '' ? [] : text.split(':').map(group => parseInt(group, 16)));
  const [head, tail] = [parse(before), parse(after.replace(/\d+\.\d+\.\d+\.\d+$/, '0:0'))];
  return [...head, ...Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0), ...tail];
}
