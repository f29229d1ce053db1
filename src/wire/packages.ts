/** What `npm run tracker:build` writes beside the packages of the tracker, and the download page reads: `manifest.json`. */
import { z } from 'zod';

export const systems = ['windows', 'macos', 'linux'] as const;
export const machines = ['x64', 'arm64', 'armhf', 'universal'] as const;
export type System = (typeof systems)[number];
export type Machine = (typeof machines)[number];

/** No folder, nothing hidden, nothing to escape: safe in an address, a header and a path. */
export const FILE_NAME = /^[0-9a-z][0-9a-z.-]{0,99}$/;

export const packageSchema = z.strictObject({
  system: z.enum(systems),
  machine: z.enum(machines),
  file: z.string().regex(FILE_NAME),
  bytes: z.int().positive(),
  /** Of the whole file, 64 hexadecimal digits. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const manifestSchema = z.strictObject({
  format: z.literal(1),
  /** Of the tracker, such as `0.1.0`. */
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/),
  /** ISO 8601, UTC. */
  madeAt: z.iso.datetime(),
  packages: z.array(packageSchema).max(machines.length * systems.length),
});

export type Package = z.infer<typeof packageSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
