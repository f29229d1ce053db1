/** Files sent with a form, in a folder of this request that is gone when the request is, however it ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { Refused } from '../kernel/errors.ts';

/** `path` is ours; `name` is what the sender calls it: for showing, never for opening. */
export type ReceivedFile = { path: string; name: string };
/** @property field the only field the form has */
export type FileLimits = { field: string; maxFiles: number; maxBytes: number };

/**
 * @param act what is done with the files while they are there
 * @throws Refused beside the field when too many, too large or unreadable files came
 */
export async function withReceivedFiles<T>(
  req: Request,
  res: Response,
  limits: FileLimits,
  act: (files: ReceivedFile[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'impact-time-received-'));
  try {
    return await act(await receive(req, res, limits, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function receive(req: Request, res: Response, limits: FileLimits, folder: string): Promise<ReceivedFile[]> {
  const { field, maxFiles, maxBytes } = limits;
  let files = 0;
  const storage = multer.diskStorage({
    destination: folder,
    filename: (_req, _file, name) => name(null, String(++files)),
  });
  const read = multer({
    storage,
    defParamCharset: 'utf8',
    limits: { files: maxFiles, fileSize: maxBytes, fields: 0, parts: maxFiles, headerPairs: 20 },
  }).array(field, maxFiles);
  return new Promise((resolve, reject) => {
    // `read` is done when everything is written or everything is given up, also when the sender goes away.
    read(req, res, (error: unknown) => {
      if (error instanceof Error) reject(saidOf(error, limits));
      else
        resolve(((req.files ?? []) as Express.Multer.File[]).map(({ path, originalname: name }) => ({ path, name })));
    });
  });
}

const MEGABYTE = 1_000_000;

/** What the sender did wrong becomes a no; what is ours stays what it is. */
function saidOf(error: Error, { field, maxFiles, maxBytes }: FileLimits): Error {
  const no = (code: string, words: string, status: number): Refused => new Refused(code, words, status, field);
  if (error instanceof MulterError) {
    if (error.code === 'LIMIT_FILE_SIZE')
      return no('too-large', `A file may have at most ${Math.floor(maxBytes / MEGABYTE)} MB.`, 413);
    return no('too-many', `Choose at most ${maxFiles} files at a time.`, 400);
  }
  // A full disk has a code, what cannot be read has none.
  const ours = 'code' in error && error.code !== 'ECONNRESET';
  return ours ? error : no('malformed', 'The upload was cut off. Try again.', 400);
}
