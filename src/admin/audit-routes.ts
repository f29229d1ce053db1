/** The audit log: what admins did and looked at, and why. It is read, and never changed. */
import { Router, type Request, type Response } from 'express';
import { User } from '../accounts/user-model.ts';
import { eventKinds } from '../events/event.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm } from '../web/form.ts';
import { show, type Screen } from '../web/page.ts';
import { sendSpreadsheet } from '../web/send-spreadsheet.ts';
import { signedIn } from '../web/session.ts';
import { daysIn, secondsOf } from './asked-days.ts';
import { auditLines, type AuditFilter } from './audit-rows.ts';
import { lookKinds } from './look.ts';
import { hrefOf, keyed, keyIn } from './paging.ts';

const screen: Screen = { title: 'Audit log', view: 'admin/audit' };
const A_PAGE = 50;
const A_PIECE = 500;
const kinds: readonly string[] = [...lookKinds, ...eventKinds];

export function audit(): Router {
  return Router().get('/admin/audit', signedIn, list).get('/admin/audit.csv', signedIn, send);
}

/** What an address asks for, as text for links and fields, and as the query needs it. */
function askedOf({ query }: Request) {
  const numbers = { admin: keyIn(query['admin']), person: keyIn(query['person']), contract: keyIn(query['contract']) };
  const kind = typeof query['kind'] === 'string' && kinds.includes(query['kind']) ? query['kind'] : null;
  const days = daysIn(query);
  const given = Object.entries({ ...numbers, kind }).filter(([, value]) => value !== null);
  const filter = { ...Object.fromEntries(given), ...secondsOf(days) } as AuditFilter;
  return { asked: { ...numbers, kind, ...days }, filter };
}

async function list(req: Request, res: Response) {
  authorize(req.actor, 'office.see');
  const { asked, filter } = askedOf(req);
  const before = keyIn(req.query['before']);
  const found = await auditLines(filter, before, A_PAGE + 1);
  const { shown, olderHref } = keyed(found, A_PAGE, '/admin/audit', asked);
  const admins = await User.findAll({ where: { role: 'admin' }, order: [['name', 'ASC']] });
  const person = asked.person === null ? null : await User.findByPk(asked.person);
  const filtered = Object.values(asked).some(value => value !== null && value !== '');
  await show(req, res, screen, {
    ...{ lines: shown, olderHref, newestHref: before && hrefOf('/admin/audit', asked), filtered },
    form: blankForm(Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value ?? '')]))),
    person: person && { id: person.id, name: person.name },
    admins: [{ value: '', label: 'Anybody' }, ...admins.map(({ id, name }) => ({ value: String(id), label: name }))],
    kinds: [{ value: '', label: 'Anything' }, ...kinds.map(kind => ({ value: kind, label: kindWords(kind) }))],
    csvHref: hrefOf('/admin/audit.csv', asked),
  });
}

/** `second-factor.set-up` -> `Second factor: set up` */
function kindWords(kind: string): string {
  const words = kind.replaceAll('-', ' ').replace('.', ': ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function send(req: Request, res: Response) {
  authorize(req.actor, 'office.see');
  const { filter } = askedOf(req);
  const head = ['Entry', 'When (UTC)', 'Admin', 'Kind', 'Contract', 'What'];
  await sendSpreadsheet(res, 'audit-log.csv', head, pieces(filter));
}

async function* pieces(filter: AuditFilter): AsyncGenerator<(string | number)[][]> {
  let before: number | null = null;
  do {
    const found = await auditLines(filter, before, A_PIECE);
    yield found.map(({ id, at, admin, kind, contract, words }) => [
      ...[id, at.toISOString(), admin.name, kind, contract?.id ?? '', words],
    ]);
    before = found.length === A_PIECE ? found.at(-1)!.id : null;
  } while (before !== null);
}
