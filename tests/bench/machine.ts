/** What the system knows of itself and of a process: Linux, `/proc`. */
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

if (!existsSync('/proc/self/stat')) throw new Error('The bench reads /proc: run it on Linux.');

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Milliseconds of processor time a process has used in all its threads, or null when there is no such process. */
export function cpuMs(pid: number): number | null {
  const text = read(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The name in brackets may contain anything; the fields after it are numbers.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Megabytes (10^6 bytes) of memory a process holds now, and the most it ever held. */
export function memoryMb(pid: number): { now: number; peak: number } {
  const text = read(`/proc/${pid}/status`) ?? '';
  const of = (name: string): number => (Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1]) * 1024) / 1e6;
  return { now: of('VmRSS'), peak: of('VmHWM') };
}

export function machineWords(database: string): string {
  const processors = cpus();
  const load = loadavg()[0]!.toFixed(1);
  const memory = Math.round(totalmem() / 1e9);
  return `${processors.length} x ${processors[0]?.model.trim()}, ${memory} GB, Linux, Node ${process.version}, ${database}; load at the start ${load}`;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
