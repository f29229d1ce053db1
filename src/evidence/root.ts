/** What is signed once a day over the ends of all chains. Rules only. */
import { DAY, MINUTE, type Day } from '../kernel/time.ts';
import { canonical } from './canonical.ts';
import { sha256, type Signed } from './chain.ts';
import { leafHash } from './merkle.ts';

/** Where a chain stood at the end of a UTC day. */
export type Leaf = { contractId: number; seq: number; hash: Buffer };
/** @property chains how many leaves @property previous hash of the root before, zeros for the first @property day UTC, whose end it is about */
export type RootFacts = { day: Day; root: Buffer; chains: number; madeAt: Date; previous: Buffer };
export type Root = RootFacts & { hash: Buffer } & Signed;

export const leafOf = ({ contractId, seq, hash }: Leaf): Buffer =>
  leafHash(canonical({ contractId, seq, hash: hash.toString('hex') }));

/** The canonical JSON of a root: its hash is taken of it. */
export const rootText = ({ day, root, chains, madeAt, previous }: RootFacts): string =>
  canonical({ day, root: root.toString('hex'), chains, madeAt, previous: previous.toString('hex') });
export const rootHash = (root: RootFacts): Buffer => sha256(rootText(root));
/** What is signed of it. */
export const rootStatement = ({ hash }: { hash: Buffer }): string =>
  `Impact Time evidence root\n${hash.toString('hex')}\n`;

/** What began before midnight is written by then. */
const STRAGGLERS = 5 * MINUTE;
/** The newest UTC day, counted from 1970, that can be signed at an instant. */
export const lastDayToSign = (now: Date): number => Math.floor((now.getTime() - STRAGGLERS) / DAY) - 1;
/** The UTC day with this number. */
export const dayNumbered = (number: number): Day => new Date(number * DAY).toISOString().slice(0, 10);
export const numberOfDay = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / DAY;
