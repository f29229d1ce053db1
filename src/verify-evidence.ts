/**
 * `npm run verify-evidence -- --contract 7` (or `--all`): checks chains, rows, pictures and roots, and names the first bad entry.
 * Exit code 0 when everything fits, 1 when something does not, 2 when it could not be checked.
 */
import { config } from './config.ts';
import { openDatabase, sequelize } from './db/sequelize.ts';
import { checkAllRoots } from './evidence/check-root.ts';
import { checkContract, type Progress } from './evidence/check-contract.ts';
import { chainedContracts } from './evidence/entry-rows.ts';
import { storageOf } from './outside/outside.ts';

const USAGE = 'Say what to check: npm run verify-evidence -- --contract 7, or --all';

function wantedOf([what, number, ...rest]: string[]): number[] | 'all' | null {
  if (what === '--all' && number === undefined) return 'all';
  const isNumber = what === '--contract' && /^[1-9]\d{0,8}$/.test(number ?? '') && rest.length === 0;
  return isNumber ? [Number(number)] : null;
}

function say({ entries, blocks, pictures }: Progress): Promise<void> {
  if (process.stderr.isTTY) process.stderr.write(`\r  ${entries} entries, ${blocks} blocks, ${pictures} pictures`);
  return Promise.resolve();
}

/** @returns whether everything fits */
async function verify(contractId: number): Promise<boolean> {
  const { fault, faults, entries, blocks, pictures } = await checkContract(contractId, {
    storage: storageOf(config),
    progress: say,
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const what = `${entries} entries, ${blocks} blocks, ${pictures} pictures`;
  if (!fault) console.log(`Contract ${contractId}: everything fits (${what}).`);
  else if (fault.seq === null) console.log(`Contract ${contractId}: ${fault.words}`);
  else console.log(`Contract ${contractId}: first bad entry ${fault.seq}. ${fault.words}`);
  if (faults > 1) console.log(`Contract ${contractId}: ${faults} things do not fit.`);
  return fault === null;
}

async function verifyAll(contracts: readonly number[] | 'all'): Promise<boolean> {
  let fits = true;
  for (const id of contracts === 'all' ? await chainedContracts() : contracts) fits = (await verify(id)) && fits;
  if (contracts !== 'all') return fits;
  const { roots, fault } = await checkAllRoots();
  console.log(fault ? fault.words : `${roots} daily roots: all fit.`);
  return fits && fault === null;
}

const wanted = wantedOf(process.argv.slice(2));
if (wanted === null) {
  console.error(USAGE);
  process.exit(2);
}
try {
  await openDatabase();
  process.exitCode = (await verifyAll(wanted)) ? 0 : 1;
} catch (error) {
  console.error('The evidence could not be checked.', error);
  process.exitCode = 2;
}
await sequelize.close();
