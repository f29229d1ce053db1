/** What of a contract waits for an answer. */
import { Router, type Request, type Response } from 'express';
import { show, type Screen } from '../web/page.ts';
import { signedIn } from '../web/session.ts';
import { blockHref, contractLocals, diaryHref } from './block-words.ts';
import { flagPlaceFrom, FLAGS_ON_A_PAGE, openFlags } from './flag-rows.ts';
import { fromSeconds } from '../kernel/time.ts';
import { may } from '../policy/policy.ts';
import { viewingOf } from './viewing.ts';

const flagsScreen: Screen = { title: 'Open questions', view: 'diary/flags' };

export function diaryFlags(secret: Buffer): Router {
  return Router().get('/contracts/:id/flags', signedIn, async (req: Request, res: Response) => {
    const viewing = await viewingOf(secret, req);
    const { contract, actor } = viewing;
    const found = await openFlags(contract, flagPlaceFrom(req.query['after']));
    const flags = found.slice(0, FLAGS_ON_A_PAGE);
    const last = found.length > FLAGS_ON_A_PAGE ? flags.at(-1)! : null;
    const path = `/contracts/${contract.id}/flags`;
    await show(req, res, flagsScreen, {
      contract: contractLocals(viewing),
      zone: actor.timeZone,
      backHref: diaryHref(contract.id),
      firstHref: req.query['after'] === undefined ? null : path,
      moreHref: last && `${path}?after=${last.startedAt}-${last.number}`,
      flags: flags.map(({ startedAt, number, writtenAt, authorId, ...flag }) => {
        const href = blockHref(contract.id, startedAt);
        return {
          ...flag,
          ...{ startedAt: fromSeconds(startedAt), writtenAt: fromSeconds(writtenAt), mine: authorId === actor.id },
          href: `${href}#comments`,
          resolution: may(actor, 'block.comment', contract) ? `${href}/comments/${number}/resolution` : null,
        };
      }),
    });
  });
}
