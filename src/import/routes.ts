/** A computer that never gets online: its tracker saves its queue to files, and this page takes them. */
import { Router, type Request, type Response } from 'express';
import type { Config } from '../config.ts';
import { Refused } from '../kernel/errors.ts';
import { MINUTE } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { door } from '../web/doors.ts';
import { blankForm } from '../web/form.ts';
import { show, unchanged, type Screen } from '../web/page.ts';
import { withReceivedFiles, type ReceivedFile } from '../web/received-files.ts';
import { signedIn } from '../web/session.ts';
import { MAX_EXPORT_BYTES } from '../wire/export.ts';
import { bringTime, type Brought } from './bring-time.ts';
import { fileRefusalWords, whyNotManifest } from './export-file.ts';
import { openExport, type OpenExport } from './open-export.ts';
import { resultLocals } from './result.ts';

const asking: Screen = { title: 'Bring time in a file', view: 'import/new' };
const result: Screen = { title: 'Time from a file', view: 'import/result' };

export const MAX_FILES = 3;
/** The tracker's limit, and some room for what an archive says of its entries. */
const limits = { field: 'files', maxFiles: MAX_FILES, maxBytes: MAX_EXPORT_BYTES + 5_000_000 };

export function timeImport({ clock, storage, log }: Outside, { publicUrl, production }: Config): Router {
  const often = door(
    {
      name: 'import',
      limit: 40,
      windowMs: 15 * MINUTE,
      keyOf: req => String(req.actor.id),
      refuse: (req, res) => {
        res.set('Retry-After', '900');
        return ask(req, res, new Refused('too-many-attempts', 'That is many files. Wait a quarter of an hour.', 429));
      },
    },
    clock,
  );
  return Router()
    .get('/import', signedIn, onlyFreelancers, form)
    .post('/import', signedIn, onlyFreelancers, often, take);

  /**
   * The answer is the result itself: it is kept nowhere, and sending the form again by reloading is as harmless as
   * choosing the file again.
   */
  async function take(req: Request, res: Response) {
    try {
      const brought = await withReceivedFiles(req, res, limits, files => bring(req, files));
      await show(req, res, result, await resultLocals(brought, req.actor));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await ask(req, res, error);
    }
  }

  /** Opens all files before it takes anything: one that is refused is said before something has happened. */
  async function bring(req: Request, files: readonly ReceivedFile[]): Promise<Brought> {
    if (files.length === 0) throw new Refused('no-file', 'Choose the file that the tracker saved.', 422, limits.field);
    const opened: OpenExport[] = [];
    try {
      for (const file of files) opened.push(await openFor(req, file, files.length > 1));
      return await bringTime(opened, req.actor, { storage, log }, req.now);
    } finally {
      for (const file of opened) file.close();
    }
  }

  async function openFor(req: Request, { path, name }: ReceivedFile, several: boolean): Promise<OpenExport> {
    try {
      const file = await openExport(path);
      const refusal = whyNotManifest(file.manifest, ourAddresses(req), req.actor.id);
      if (!refusal) return file;
      file.close();
      throw new Refused(refusal, fileRefusalWords[refusal]);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const words = several ? `${name.slice(0, 100)}: ${error.words}` : error.words;
      throw new Refused(error.code, words, error.status, limits.field);
    }
  }

  /** Outside production the address a request came to is ours as well. */
  function ourAddresses(req: Request): string[] {
    return production ? [publicUrl] : [publicUrl, `${req.protocol}://${req.get('Host') ?? ''}`];
  }
}

function onlyFreelancers(req: Request, _res: Response, next: () => void): void {
  authorize(req.actor, 'time.bring');
  next();
}

const form = (req: Request, res: Response): Promise<void> =>
  show(req, res, asking, { form: blankForm(), maxFiles: MAX_FILES });

function ask(req: Request, res: Response, refusal: Refused): Promise<void> {
  const form = blankForm();
  form.refuse(refusal);
  return unchanged(req, res, asking, { form, maxFiles: MAX_FILES }, form);
}
