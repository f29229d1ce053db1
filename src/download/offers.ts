/**
 * Which packages of the tracker a visitor is offered, and in which order.
 * Rules only: the packages and what is known of the visitor's machine in, what the page shows out.
 */
import { systems, type Machine, type Package, type System } from '../wire/packages.ts';

export type Visitor = {
  /** Null for a phone, and for whoever does not say. */
  system: System | null;
  machine: Machine | null;
};

export type Offer = {
  system: System;
  name: string;
  /** The one that suits this visitor, or most people, first; empty when none is published. */
  packages: (Package & { machineName: string; size: string })[];
  /** What checks a file's SHA-256 there, without anything to install. */
  check: (file: string) => string;
};

const names: Record<System, string> = { windows: 'Windows', macos: 'macOS', linux: 'Linux' };

/** What people know of their computers, rather than the names of instruction sets. */
const machineNames: Partial<Record<System, Partial<Record<Machine, string>>>> = {
  macos: { universal: 'Apple silicon and Intel', arm64: 'Apple silicon only', x64: 'Intel only' },
};
const usualMachineNames: Record<Machine, string> = {
  universal: 'All machines',
  x64: 'Intel or AMD, 64 bit',
  arm64: 'ARM, 64 bit',
  armhf: 'ARM, 32 bit',
};

/** What suits most people first. */
const usual: readonly Machine[] = ['universal', 'x64', 'arm64', 'armhf'];

const checks: Record<System, (file: string) => string> = {
  windows: file => `certutil -hashfile ${file} SHA256`,
  macos: file => `shasum -a 256 ${file}`,
  linux: file => `sha256sum ${file}`,
};

/** Every system, the visitor's first. */
export function offersFor(packages: readonly Package[], visitor: Visitor): Offer[] {
  const rank = (machine: Machine): number => (machine === visitor.machine ? -1 : usual.indexOf(machine));
  const own = systems.filter(system => system === visitor.system);
  return [...new Set([...own, ...systems])].map(system => ({
    system,
    name: names[system],
    packages: packages
      .filter(found => found.system === system)
      .sort((one, other) => rank(one.machine) - rank(other.machine))
      .map(found => ({
        ...found,
        machineName: machineNames[system]?.[found.machine] ?? usualMachineNames[found.machine],
        size: sizeWords(found.bytes),
      })),
    check: checks[system],
  }));
}

/** @param name as browsers call it, `macOS`; anything else has no tracker */
export const systemCalled = (name: string): System | null => systems.find(system => names[system] === name) ?? null;

/** Only Linux tells: browsers say Intel on every Mac, and x64 on every Windows. */
export function machineOf(userAgent: string): Machine | null {
  if (/aarch64/.test(userAgent)) return 'arm64';
  return /armv[67]/.test(userAgent) ? 'armhf' : null;
}

const KB = 1000;
const MB = 1000 * KB;

/** `1.1 MB`, as browsers count. */
export const sizeWords = (bytes: number): string =>
  bytes < MB ? `${Math.ceil(bytes / KB)} KB` : `${(bytes / MB).toFixed(1)} MB`;
