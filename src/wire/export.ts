/**
 * The file in which a tracker hands over what waits in its queue, for a computer that never gets online: a zip archive
 * without compression, of the pictures and one manifest that names them. Made by the tracker, read by the import page.
 */
import * as z from 'zod';
import { block, blockId, MAX_CAPTURES } from './tracker.ts';

/** Raised when an older reader could no longer understand the file. */
export const EXPORT_FORMAT = 1;
export const EXPORT_MANIFEST = 'impact-time-queue.json';

/**
 * What waits is spread over files of at most this size and so many blocks, because each is one upload, and an upload
 * with its work must fit into the half minute that hosts give a request, over a home's slow line too.
 */
export const MAX_EXPORT_BYTES = 20_000_000;
export const MAX_EXPORT_BLOCKS = 300;
export const MAX_MANIFEST_BYTES = 2_000_000;

const pictureName = z.string().regex(/^[0-9a-zA-Z][0-9a-zA-Z_.-]{0,99}$/);

/** A block as it would travel by the API, and the entries of its pictures, in the order of the captures that have one. */
export const exportedBlock = z.strictObject({
  id: blockId,
  block,
  pictures: z.array(pictureName).max(MAX_CAPTURES),
});
export type ExportedBlock = z.infer<typeof exportedBlock>;

/**
 * `server` is the origin the tracker is signed in to and `person` whose time it is. Blocks are parsed one by one with
 * {@link exportedBlock}: one that cannot be read is no reason to leave out the others.
 */
export const exportManifest = z.object({
  format: z.literal(EXPORT_FORMAT),
  server: z.url({ protocol: /^https?$/ }),
  person: z.object({ id: z.int().positive(), name: z.string().max(200) }),
  madeAt: z.iso.datetime({ offset: false }),
  items: z.array(z.unknown()).max(MAX_EXPORT_BLOCKS),
});
export type ExportManifest = Omit<z.infer<typeof exportManifest>, 'items'> & { items: ExportedBlock[] };
