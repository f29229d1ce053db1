/** Runs the system's own tools. Always spawned: a foreground command would block every other native call. */
import { events, os } from '@neutralinojs/lib';

type Happened = { id: number; action: 'stdOut' | 'stdErr' | 'exit'; data: string | number };

export type Running = { stop(): Promise<void> };
export type Ended = { exitCode: number; printed: string };

/** What a shell answers when there is no such command. */
export const NO_SUCH_COMMAND: readonly number[] = [127, 9009];
/** The exit code of a command that took too long and was ended. */
export const TOOK_TOO_LONG = 124;

/**
 * Starts a command in a folder and tells what it prints and how it ends.
 * @param command a constant from a table; nothing a person or a server wrote may be in it
 */
export async function spawn(
  command: string,
  cwd: string,
  told: { out(text: string): void; end(exitCode: number): void },
): Promise<Running> {
  let id: number | null = null;
  // What a quick command prints can arrive before its id does.
  const early: Happened[] = [];
  const hear = (happened: Happened) => {
    if (happened.action === 'stdOut') told.out(String(happened.data));
    if (happened.action !== 'exit') return;
    void events.off('spawnedProcess', listen);
    told.end(Number(happened.data));
  };
  const listen = ({ detail }: CustomEvent<Happened>) => {
    if (id === null) early.push(detail);
    else if (detail.id === id) hear(detail);
  };
  await events.on('spawnedProcess', listen);
  const spawned = await os.spawnProcess(command, { cwd });
  id = spawned.id;
  early.filter(happened => happened.id === id).forEach(hear);
  return { stop: () => os.updateSpawnedProcess(spawned.id, 'exit').catch(() => undefined) };
}

/**
 * Runs a command to its end, and keeps what it prints: as text, for the runtime makes text of it.
 * @returns {@link TOOK_TOO_LONG} as exit code when it took longer than `patience` milliseconds
 */
export async function read(command: string, cwd: string, patience: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const printed: string[] = [];
    let ended = false;
    const end = (exitCode: number) => {
      ended = true;
      resolve({ exitCode, printed: printed.join('') });
    };
    spawn(command, cwd, { out: text => void printed.push(text), end }).then(running => {
      setTimeout(() => {
        if (ended) return;
        void running.stop();
        end(TOOK_TOO_LONG);
      }, patience);
    }, reject);
  });
}

/** Runs a command to its end, for its exit code alone. */
export const run = async (command: string, cwd: string, patience: number): Promise<number> =>
  (await read(command, cwd, patience)).exitCode;
