/** Letters to people. */
import nodemailer from 'nodemailer';
import type { Logger } from 'pino';

/** The text is the letter; `html` says the same, for programs that show it. */
export type Letter = {
  to: string;
  subject: string;
  text: string;
  html?: string;
  headers?: Record<string, string>;
  /** The same for each attempt to send the same letter, so that two that arrive can be told to be one. */
  messageId?: string;
};

export type Mail = {
  /** Hands a letter over. Rejects when it could not be; the caller's act must not depend on it. */
  send(letter: Letter): Promise<void>;
  /** Whether letters really leave this machine. The embedded default only shows them in the log, and pages say so. */
  readonly leaves: boolean;
};

/** The embedded default: whoever runs the server reads the letters in its log. */
export function loggedMail(log: Pick<Logger, 'info'>): Mail {
  return {
    leaves: false,
    send: letter => {
      log.info(`Mail to ${letter.to}: ${letter.subject}\n\n${letter.text.replace(/^/gm, '    ')}\n`);
      return Promise.resolve();
    },
  };
}

/** Production without SMTP: letters hold links that open accounts, so their words stay out of a log that others may read. */
export function unsentMail(log: Pick<Logger, 'warn'>): Mail {
  return {
    leaves: false,
    send: () => {
      log.warn('a letter was not sent, because SMTP_URL is not set');
      return Promise.resolve();
    },
  };
}

/** @param url such as `smtps://user:password@smtp.example:465` */
export function smtpMail(url: string, from: string): Mail {
  const transport = nodemailer.createTransport(url);
  return {
    leaves: true,
    send: async letter => {
      await transport.sendMail({ from, disableFileAccess: true, disableUrlAccess: true, ...letter });
    },
  };
}
