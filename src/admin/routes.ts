/** The back office. Today: who is here. */
import { Router, type Request, type Response } from 'express';
import { Op } from 'sequelize';
import { User } from '../accounts/user-model.ts';
import { Contract } from '../contracts/contract-model.ts';
import { authorize } from '../policy/policy.ts';
import { show, type Screen } from '../web/page.ts';
import { signedIn } from '../web/session.ts';

const peopleScreen: Screen = { title: 'People', view: 'admin/people' };
const PAGE = 50;

export function admin(): Router {
  return Router().get('/admin/people', signedIn, people);
}

async function people(req: Request, res: Response) {
  authorize(req.actor, 'people.see');
  const query = typeof req.query['query'] === 'string' ? req.query['query'].trim().slice(0, 100) : '';
  const pattern = `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  const where =
    query === ''
      ? {}
      : { [Op.or]: [{ email: { [Op.like]: pattern.toLowerCase() } }, { name: { [Op.like]: pattern } }] };
  const count = await User.count({ where });
  const pages = Math.max(1, Math.ceil(count / PAGE));
  const page = Math.min(pages, Math.max(1, Number(req.query['page']) || 1));
  const found = await User.findAll({ where, order: [['id', 'DESC']], limit: PAGE, offset: (page - 1) * PAGE });
  const locals = { people: await Promise.all(found.map(personOf)), facts: await factsNow(), page, pages, query };
  await show(req, res, peopleScreen, locals);
}

async function personOf({ id, role, createdAt, lastSeenAt, closedAt, ...known }: User) {
  const { name, email } = closedAt ? { name: 'Closed account', email: '' } : known;
  const contracts = await Contract.count({ where: { [Op.or]: [{ clientId: id }, { freelancerId: id }] } });
  return { id, name, email, role, joinedAt: createdAt, lastSeenAt, contracts };
}

async function factsNow() {
  const [freelancers, clients, active] = await Promise.all([
    User.count({ where: { role: 'freelancer' } }),
    User.count({ where: { role: 'client' } }),
    Contract.count({ where: { state: 'active' } }),
  ]);
  return [
    { label: 'Freelancers', value: String(freelancers) },
    { label: 'Clients', value: String(clients) },
    { label: 'Active contracts', value: String(active) },
  ];
}
