/** Where a client chooses a card of play money, in place of a provider's own page. */
import { orLeave, rows, run } from '../db/sequelize.ts';
import type { PaymentMethod } from './payments.ts';
import { sandboxMethod, type SandboxCard } from './sandbox-cards.ts';

type Setup = { session: string; customer: string; returnTo: string; card: SandboxCard | null };
type SetupRow = Omit<Setup, 'returnTo'> & { return_to: string };

/** The same setup again stays as it is. */
export async function openSetup({ session, customer, returnTo }: Omit<Setup, 'card'>): Promise<void> {
  const sql = `INSERT INTO sandbox_setups (session, customer, return_to) VALUES ($1, $2, $3)${orLeave('session')}`;
  await run(sql, [session, customer, returnTo]);
}

async function findSetup(session: string): Promise<Setup | null> {
  const [row] = await rows<SetupRow>('SELECT * FROM sandbox_setups WHERE session = $1', [session]);
  return row ? { session, customer: row.customer, returnTo: row.return_to, card: row.card } : null;
}

/** @returns where the browser goes on; null when there is no such setup */
export async function chooseSandboxCard(session: string, card: SandboxCard): Promise<string | null> {
  await run('UPDATE sandbox_setups SET card = $2 WHERE session = $1 AND card IS NULL', [session, card]);
  return (await findSetup(session))?.returnTo ?? null;
}

/** Null while no card was chosen. */
export async function chosenMethod(session: string): Promise<PaymentMethod | null> {
  const setup = await findSetup(session);
  return setup?.card ? sandboxMethod(setup.customer, session, setup.card) : null;
}
