import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import { root } from '../config.ts';
import type { Letter } from '../outside/mail.ts';
import { greetingOf, headersOf, textOf, type LetterContent } from './letter.ts';

const LAYOUT = 'mail/letter';
let layout: ejs.TemplateFunction | undefined;

/** A letter ready to be sent: the same content as text and as HTML. */
export function printLetter(content: LetterContent): Letter {
  const print = (layout ??= ejs.compile(readFileSync(path.join(root, 'views', `${LAYOUT}.ejs`), 'utf8')));
  const { to, subject, parts, foot, fewer } = content;
  const html = print({ subject, greeting: greetingOf(content), parts, foot, fewer });
  return { to, subject, text: textOf(content), html, headers: headersOf(content) };
}
