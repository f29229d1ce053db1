/** Reads `PUT /blocks/:id`: one JSON field and at most two pictures, in memory, with tight limits. */
import type { Request } from 'express';
import multer from 'multer';
import { Refused } from '../kernel/errors.ts';
import type { BlockFacts } from '../diary/block.ts';
import { factsOf } from '../diary/from-wire.ts';
import { block, blockId, MAX_CAPTURES, MAX_PICTURE_BYTES } from '../wire/tracker.ts';

export const readUpload = multer({
  storage: multer.memoryStorage(),
  defParamCharset: 'utf8',
  limits: {
    files: MAX_CAPTURES,
    fileSize: MAX_PICTURE_BYTES,
    fields: 1,
    parts: MAX_CAPTURES + 1,
    fieldSize: 10_000,
    fieldNameSize: 20,
    headerPairs: 20,
  },
}).array('screenshot', MAX_CAPTURES);

const malformed = (words: string): Refused => new Refused('malformed', words, 400);

/** @throws Refused `malformed` */
export function uploadOf(req: Request): { block: BlockFacts; files: Buffer[] } {
  const id = blockId.safeParse(req.params['id']);
  if (!id.success) throw malformed('A block is named by a UUID of version 7.');
  const facts = factsOf(id.data, blockIn(req.body));
  return { block: facts, files: ((req.files ?? []) as Express.Multer.File[]).map(({ buffer }) => buffer) };
}

function blockIn(body: unknown) {
  const text = ((body ?? {}) as { block?: unknown }).block;
  if (typeof text !== 'string') throw malformed('The field "block" is missing.');
  const parsed = block.safeParse(json(text));
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw malformed(`The block cannot be read: ${path.join('.') || 'block'}: ${message}.`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The field "block" is not JSON.');
  }
}
