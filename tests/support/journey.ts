/** A journey: the cast, a real server process on this run's database, and a browser for each of them. */
import { Op } from 'sequelize';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { User } from '../../src/accounts/user-model.ts';
import { DAY } from '../../src/kernel/time.ts';
import { openBrowser, openTab, type Tab } from './browser.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import { world, type Person, type World } from './world.ts';

export type Journey = World & {
  server: ServerProcess;
  browser: Browser;
  /** When it began: the real time, which the server process tells. */
  began: Date;
  /** A browser of its own for somebody; nobody is signed in when `person` is null. */
  open(person: Person | null, options?: BrowserContextOptions): Promise<Tab>;
  /** Stops this server and starts another, as a deployment does. @param env added to its settings */
  restart(env?: Record<string, string>): Promise<void>;
  end(): Promise<void>;
};

/** The contract of the cast was accepted three days ago, and it is about noon where Carla and Felix live. */
export async function startJourney(): Promise<Journey> {
  const began = new Date();
  const cast = await world({ now: new Date(began.getTime() - 3 * DAY).toISOString() });
  cast.outside.clock.set(began.toISOString());
  await User.update({ timeZone: zoneAtNoon(began) }, { where: { id: { [Op.in]: [cast.carla.id, cast.felix.id] } } });
  const browser = await openBrowser();
  const journey: Journey = {
    ...cast,
    server: await startServer(),
    browser,
    began,
    open: (person, options) => openTab(browser, journey.server.url, person, options),
    async restart(env) {
      await journey.server.stop();
      journey.server = await startServer(env);
    },
    async end() {
      await browser.close();
      await journey.server.stop();
    },
  };
  return journey;
}

/** A zone in which it is now between 12:00 and 13:00, so that an hour ago is today and a day ago is yesterday. */
export function zoneAtNoon(now: Date): string {
  const ahead = 12 - now.getUTCHours();
  // The names count the other way round: Etc/GMT-5 is five hours ahead.
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/**
 * Settings with which a server process lives `ms` later than this machine: a cell's edge, or an hour, comes when a test
 * needs it. The process still runs the built server; only what Node tells as the time is moved.
 */
export function later(ms: number): Record<string, string> {
  const moved = `const now = Date.now; const moved = () => now() + ${ms};
    globalThis.Date = new Proxy(Date, {
      construct: (Real, given) => given.length > 0 ? new Real(...given) : new Real(moved()),
      get: (Real, name) => name === 'now' ? moved : Reflect.get(Real, name),
    });`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(moved)}` };
}
