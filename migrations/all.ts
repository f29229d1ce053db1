/** Every migration, oldest first. Listed by hand, so that source and build know them by the same name. */
import type { Migration } from '../src/db/migrate.ts';
import { createUsers } from './20261122100000-create-users.ts';
import { createContracts } from './20261122101000-create-contracts.ts';
import { createBlocks } from './20261122102000-create-blocks.ts';
import { createEvents } from './20261122103000-create-events.ts';

export const migrations: Migration[] = [createUsers, createContracts, createBlocks, createEvents];
