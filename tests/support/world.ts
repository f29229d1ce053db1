/**
 * The cast, built anew for each test: Carla (client, with a card of play money that pays), Felix (freelancer), Stan (a freelancer who is a stranger to the
 * contract), Ada and Amir (admins, each with an authenticator and a session that may move money for good). Their addresses are new
 * each time, so tests share a database without meeting.
 */
import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import request, { type Test } from 'supertest';
import { hashPassword } from '../../src/accounts/passwords.ts';
import { sessionsOn } from '../../src/accounts/sessions.ts';
import { User } from '../../src/accounts/user-model.ts';
import { createApp } from '../../src/app.ts';
import { config } from '../../src/config.ts';
import { acceptOffer } from '../../src/contracts/answer-offer.ts';
import type { Contract } from '../../src/contracts/contract-model.ts';
import { offerContract, type Offer } from '../../src/contracts/offer-contract.ts';
import type { Actor, Role } from '../../src/policy/policy.ts';
import { paysWith } from './method.ts';
import { FOR_GOOD, secure } from './second-factor.ts';
import { NOW, testOutside, type TestOutside } from './outside.ts';

export const PASSWORD = 'correct horse battery';
let passwordHash: Promise<string> | undefined;

export type Person = Actor & {
  /** The cookie of this person's browser. */
  cookie: string;
  get(path: string): Test;
  post(path: string, fields?: Record<string, string>): Test;
};

export type World = {
  app: Express;
  outside: TestOutside;
  carla: Person;
  felix: Person;
  stan: Person;
  ada: Person;
  amir: Person;
  /** Somebody who is not signed in. */
  nobody: Pick<Person, 'get' | 'post'>;
  /** An active contract of Carla's and Felix's, $40 an hour, 40 hours a week, codes SHOP-1 and SHOP-2. */
  contract: Contract;
  offer(changes?: Partial<Offer>): Promise<Contract>;
  activeContract(changes?: Partial<Offer>): Promise<Contract>;
  person(name: string, role: Role, timeZone?: string): Promise<Person>;
  /** Everybody of the cast signs in anew: after weeks, the sessions of before are over. */
  comeBack(): Promise<void>;
};

export const ORIGIN = 'http://127.0.0.1:3000';

/** @param now when the cast arrives and agrees on its contract, ISO 8601 */
export async function world({ now = NOW } = {}): Promise<World> {
  const outside = testOutside();
  outside.clock.set(now);
  const app = createApp(outside, config);
  const sessions = sessionsOn(outside.clock, false);
  const crowd = randomUUID().slice(0, 8);

  const browser = (cookie: string): Pick<Person, 'get' | 'post'> => ({
    get: path => request(app).get(path).set('Cookie', cookie),
    post: (path, fields = {}) =>
      request(app).post(path).set('Cookie', cookie).set('Origin', ORIGIN).type('form').send(fields),
  });

  async function signIn(id: number, role: Role): Promise<string> {
    const provedAt = role === 'admin' ? FOR_GOOD : null;
    const session = await sessions.web.createSession(id, { device: 'Firefox on Linux', parentId: null, provedAt });
    return `${sessions.web.sessionCookieName}=${session.id}`;
  }

  async function person(name: string, role: Role, timeZone = 'Europe/Vienna'): Promise<Person> {
    const hash = await (passwordHash ??= hashPassword(PASSWORD));
    const email = `${name.toLowerCase()}.${crowd}@example.test`;
    const { id } = await User.create({
      name,
      email,
      role,
      timeZone,
      passwordHash: hash,
      createdAt: outside.clock.now(),
    });
    if (role === 'client') await paysWith(id, 'pays', outside.clock.now());
    if (role === 'admin') await secure(id, outside.clock.now());
    const cookie = await signIn(id, role);
    return { id, name, email, role, timeZone, cookie, ...browser(cookie) };
  }

  const [carla, felix, stan, ada, amir] = await Promise.all([
    person('Carla', 'client', 'America/New_York'),
    person('Felix', 'freelancer'),
    person('Stan', 'freelancer', 'Asia/Kathmandu'),
    person('Ada', 'admin'),
    person('Amir', 'admin'),
  ]);

  async function comeBack(): Promise<void> {
    for (const one of [carla, felix, stan, ada, amir]) {
      const cookie = await signIn(one.id, one.role);
      Object.assign(one, { cookie, ...browser(cookie) });
    }
  }

  const offer = (changes: Partial<Offer> = {}): Promise<Contract> =>
    offerContract({ ...usualOffer(felix.email), ...changes }, carla, outside.clock.now());
  const activeContract = async (changes: Partial<Offer> = {}): Promise<Contract> => {
    const { id } = await offer(changes);
    return acceptOffer(id, felix, outside.clock.now());
  };
  const contract = await activeContract();
  return {
    app,
    outside,
    carla,
    felix,
    stan,
    ada,
    amir,
    nobody: browser(''),
    contract,
    offer,
    activeContract,
    person,
    comeBack,
  };
}

const usualOffer = (email: string): Offer => ({
  title: 'Online shop',
  email,
  rateCents: 4000,
  weeklyLimitSeconds: 40 * 3600,
  manualTime: false,
  evidence: 'full',
  projectCodes: [
    { code: 'SHOP-1', name: 'Checkout' },
    { code: 'SHOP-2', name: 'Catalogue' },
  ],
});
