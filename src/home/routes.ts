/** Pages for everybody. */
import { Router } from 'express';
import { MIN_CHARACTERS, MIN_WORDS, vagueWords } from '../diary/description.ts';
import { FAILED_ATTEMPTS } from '../billing/claim.ts';
import { HOLD_HOURS } from '../billing/payout-account.ts';
import { config } from '../config.ts';
import { explained, MAX_MASKED_PER_MILLE, reasonCodes } from '../diary/verdict.ts';
import { exampleDay } from './example-day.ts';
import { redirect, show, type Screen } from '../web/page.ts';

const landing: Screen = { title: 'Time you are paid for', view: 'home/landing' };
const protection: Screen = { title: 'How protection works', view: 'home/protection' };

/** @param asset the address of a file in `public/` */
export function home(asset: (address: string) => string): Router {
  return Router()
    .get('/', (req, res) =>
      req.visitor ? redirect(req, res, '/my-jobs') : show(req, res, landing, { example: exampleDay(asset) }),
    )
    .get('/how-protection-works', (req, res) => {
      const description = { minCharacters: MIN_CHARACTERS, minWords: MIN_WORDS, vague: vagueWords };
      return show(req, res, protection, {
        reasons: explained(reasonCodes),
        description,
        mostMasked: MAX_MASKED_PER_MILLE / 1000,
        cycle: { ...config.fees, claimAfter: FAILED_ATTEMPTS, holdHours: HOLD_HOURS },
      });
    });
}
