/**
 * *No more of these by mail*, from the letter itself. Mounted before the check of the origin: a mail program presses the
 * button with a POST of its own (RFC 8058), without cookie or origin. The signed address is what authorises it.
 */
import { Router, type Request, type Response } from 'express';
import { NotFound } from '../kernel/errors.ts';
import { show, type Screen } from '../web/page.ts';
import { chooseMail } from './choose-mail.ts';
import { subjectWords } from './mail-choice.ts';
import { readUnsubscribeGrant, type Unsubscribing } from './unsubscribe-grant.ts';

const screen: Screen = { title: 'Letters', view: 'notices/unsubscription' };

export function unsubscriptions(key: Buffer): Router {
  return Router().get('/unsubscriptions/:grant', ask).post('/unsubscriptions/:grant', stop);

  /** Opening the address changes nothing: programs that look for viruses open every address of a letter. */
  async function ask(req: Request, res: Response) {
    await show(req, res, screen, { ...localsOf(grantOf(req)), stopped: false });
  }

  async function stop(req: Request, res: Response) {
    const grant = grantOf(req);
    await chooseMail(grant.userId, Object.fromEntries(grant.about.map(about => [about, 'never' as const])));
    await show(req, res, screen, { ...localsOf(grant), stopped: true });
  }

  function grantOf(req: Request): Unsubscribing {
    const grant = readUnsubscribeGrant(key, String(req.params['grant']));
    if (!grant) throw new NotFound('letter');
    return grant;
  }
}

const localsOf = ({ about }: Unsubscribing) => ({ about: about.map(subject => subjectWords[subject].label) });
