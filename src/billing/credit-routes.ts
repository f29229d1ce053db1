/** Clients' credit, for admins: money that is not ours, and that no card has taken back. */
import { Router } from 'express';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { show, type Screen } from '../web/page.ts';
import { signedIn } from '../web/session.ts';
import { clientsWithCredit } from './credit-of.ts';
import { numberIn } from './giving-forms.ts';
import { sumOf } from './invoice.ts';

const screen: Screen = { title: 'Clients’ credit', view: 'admin/credits' };
const A_PAGE = 50;

export function credits({ payments }: Outside): Router {
  return Router().get('/admin/credits', signedIn, async (req, res) => {
    authorize(req.actor, 'credits.see');
    const page = Math.max(1, numberIn(req.query['page']));
    const { clients, isLast } = await clientsWithCredit(A_PAGE, (page - 1) * A_PAGE);
    await show(req, res, screen, {
      ...{ clients, playMoney: !payments.real, sum: sumOf(clients, ({ credit }) => credit) },
      previousHref: page > 1 ? `/admin/credits?page=${page - 1}` : null,
      nextHref: isLast ? null : `/admin/credits?page=${page + 1}`,
    });
  });
}
