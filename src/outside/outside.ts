/** Everything outside that tests replace. The database is not among it: it is real in tests too. */
import path from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { systemClock, type Clock } from './clock.ts';
import { loggedMail, smtpMail, unsentMail, type Mail } from './mail.ts';
import type { Hear, Payments } from './payments.ts';
import { sandboxPayments } from './sandbox-payments.ts';
import { s3Storage } from './s3-storage.ts';
import { diskStorage, type Storage } from './storage.ts';
import { stripePayments } from './stripe-payments.ts';

export type Outside = { clock: Clock; storage: Storage; payments: Payments; mail: Mail; log: Logger };

/** @param hear takes in what the payment provider tells by itself */
export function realOutside(config: Config, log: Logger, hear: Hear): Outside {
  return {
    clock: systemClock,
    storage: storageOf(config),
    payments: config.stripe === null ? sandboxPayments(systemClock, hear) : stripePayments(config.stripe, systemClock),
    mail: mailOf(config, log),
    log,
  };
}

function mailOf({ smtpUrl, mailFrom, production }: Config, log: Logger): Mail {
  if (smtpUrl !== null) return smtpMail(smtpUrl, mailFrom);
  return production ? unsentMail(log) : loggedMail(log);
}

/** Where pictures lie when they lie on a disk. */
export const picturesIn = ({ dataFolder }: Pick<Config, 'dataFolder'>): string => path.join(dataFolder, 'pictures');

/** Pictures go to the bucket if one is configured. */
export const storageOf = ({ s3, ...config }: Config): Storage =>
  s3 === null ? diskStorage(picturesIn(config)) : s3Storage(s3, { clock: systemClock });
