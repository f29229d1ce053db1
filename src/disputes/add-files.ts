/** Either side adds files to its statement. Pictures are kept as screenshots are; documents as they came. */
import { examine, sha256 } from '../diary/picture.ts';
import { Refused } from '../kernel/errors.ts';
import type { Storage } from '../outside/storage.ts';
import type { Actor } from '../policy/policy.ts';
import { recordStep } from './announce.ts';
import { DisputeFile, type FileType } from './dispute-file-model.ts';
import { fileRefusalWords, kindOfFile, MAX_FILES, nameOfFile, type FileRefusal } from './statement-file.ts';
import { takeStep, type Step } from './take-step.ts';

export type NewFile = { name: string; bytes: Buffer };
type Ready = { name: string; bytes: Buffer; type: FileType; sha256: string; storageKey: string };

/**
 * The same file once more is harmless.
 * @throws Refused with a `FileRefusal`, or why a picture was not taken, beside the field `files`
 */
export async function addFiles(
  id: number,
  files: readonly NewFile[],
  by: Actor,
  storage: Storage,
  now: Date,
): Promise<void> {
  if (files.length === 0) refuse('no-file');
  const ready: Ready[] = [];
  for (const file of files) ready.push(await readyOf(id, file));
  await takeStep(id, 'add-files', by, step => check(step, ready, by));
  // Bytes first: a row never names what is not there.
  for (const { storageKey, bytes } of ready) await storage.put(storageKey, bytes);
  await takeStep(id, 'add-files', by, async step => {
    for (const file of await check(step, ready, by)) await keep(step, file, by, now);
  });
}

async function readyOf(id: number, { name, bytes }: NewFile): Promise<Ready> {
  const kind = kindOfFile(bytes);
  if (!kind) refuse('not-taken');
  const kept = kind === 'pdf' ? bytes : await pictureOf(bytes);
  const hash = sha256(kept).toString('hex');
  const type = kind === 'pdf' ? 'application/pdf' : 'image/jpeg';
  const storageKey = `disputes/${id}/${hash.slice(0, 32)}.${kind === 'pdf' ? 'pdf' : 'jpg'}`;
  return { name: nameOfFile(name, kind), bytes: kept, type, sha256: hash, storageKey };
}

async function pictureOf(bytes: Buffer): Promise<Buffer> {
  try {
    return (await examine(bytes)).kept;
  } catch (error) {
    if (error instanceof Refused)
      throw new Refused(error.code, error.words.replace('screenshot', 'picture'), 422, 'files');
    throw error;
  }
}

const statementOf = ({ dispute }: Step): 'dispute' | 'appeal' => (dispute.state === 'appealed' ? 'appeal' : 'dispute');

/** @returns those that are new */
async function check(step: Step, files: readonly Ready[], by: Actor): Promise<Ready[]> {
  const where = { disputeId: step.dispute.id, byId: by.id, statement: statementOf(step) };
  const known = new Set((await DisputeFile.findAll({ where })).map(file => file.sha256));
  const fresh = [...new Map(files.filter(file => !known.has(file.sha256)).map(file => [file.sha256, file])).values()];
  if (known.size + fresh.length > MAX_FILES) refuse('too-many-files');
  return fresh;
}

async function keep(step: Step, { bytes, ...file }: Ready, by: Actor, now: Date): Promise<void> {
  const { id: disputeId } = step.dispute;
  const of = { disputeId, byId: by.id, statement: statementOf(step), bytes: bytes.length, addedAt: now };
  await DisputeFile.create({ ...of, ...file });
  const { name, sha256: hash } = file;
  await recordStep('dispute.file-added', step, by, now, { name, sha256: hash, bytes: bytes.length });
}

function refuse(refusal: FileRefusal): never {
  throw new Refused(refusal, fileRefusalWords[refusal], 422, 'files');
}
