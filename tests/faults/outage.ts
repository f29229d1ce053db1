/** The ways in which a database's server is away. */
import { server } from '../support/environment.ts';
import type { Crew } from './crew.ts';
import { startMariaDb, stopMariaDb } from './mariadb.ts';

/** @property begin resolves when it is away @property end resolves when it could be reached again */
export type Outage = { name: string; begin(crew: Crew): Promise<void>; end(crew: Crew): Promise<void> };

/** The data folder of the server this run may stop. Others share theirs: then only the line to it is cut. */
const OWN = process.env['FAULTS_MARIADB'];

const stopped: Outage = {
  name: 'stopped',
  begin: async ({ toDatabase }) => (OWN ? stopMariaDb({ address: server! }) : toDatabase!.become('gone')),
  end: async ({ toDatabase }) => (OWN ? startMariaDb({ folder: OWN, address: server! }) : toDatabase!.become('open')),
};

/** Packets go and nothing comes back: nobody is told that nobody is there. */
const swallowed: Outage = {
  name: 'swallowed by the network',
  begin: ({ toDatabase }) => toDatabase!.become('silent'),
  end: ({ toDatabase }) => toDatabase!.become('open'),
};

export const outages: readonly Outage[] = [stopped, swallowed];
