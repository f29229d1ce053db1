/** Codes of an authenticator: RFC 6238 as all of them speak it (SHA-1, six digits, 30 seconds). */
import { Secret, TOTP } from 'otpauth';

const ISSUER = 'Impact Time';
/** So many codes before and after the present one are right, too: clocks of phones differ a little. */
const WINDOW = 1;

const codesOf = (key: string, label = ''): TOTP =>
  new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(key), algorithm: 'SHA1', digits: 6, period: 30 });

/** @returns 160 random bits in base32: what a person types who cannot scan */
export const newKey = (): string => new Secret({ size: 20 }).base32;

/** Sixteen random letters and digits in groups of four: 80 bits. */
export const newRecoveryCode = (): string =>
  new Secret({ size: 10 }).base32.toLowerCase().replace(/(.{4})(?=.)/g, '$1-');

/** @returns the address in the QR code: `otpauth://totp/…` */
export const authenticatorAddress = (key: string, email: string): string => codesOf(key, email).toString();

export const codeAt = (key: string, now: Date): string => codesOf(key).generate({ timestamp: now.getTime() });

/** @returns which 30 seconds since 1970 a code belongs to; null when it is wrong, or right at another time */
export function stepOf(code: string, key: string, now: Date): number | null {
  const timestamp = now.getTime();
  const codes = codesOf(key);
  const away = codes.validate({ token: code, timestamp, window: WINDOW });
  return away === null ? null : codes.counter({ timestamp }) + away;
}
