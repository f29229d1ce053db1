/** Who is here: found by name or address, the newest first, a page at a time. */
import { Op, type InferAttributes, type WhereOptions } from 'sequelize';
import { User } from '../accounts/user-model.ts';
import { Contract } from '../contracts/contract-model.ts';
import { hrefOf, keyed, keyIn, searchIn } from './paging.ts';

const PAGE = 50;

export async function peopleLocals(asked: Record<string, unknown>) {
  const query = searchIn(asked['query']);
  const state = asked['state'] === 'suspended' ? 'suspended' : '';
  const before = keyIn(asked['before']);
  const where: WhereOptions<InferAttributes<User>> = {
    [Op.and]: [
      ...(query === '' ? [] : [called(query)]),
      ...(state === 'suspended' ? [{ suspendedAt: { [Op.ne]: null } }] : []),
      ...(before === null ? [] : [{ id: { [Op.lt]: before } }]),
    ],
  };
  const found = await User.findAll({ where, order: [['id', 'DESC']], limit: PAGE + 1 });
  const { shown, olderHref } = keyed(found, PAGE, '/admin/people', { query, state });
  return {
    people: await Promise.all(shown.map(personOf)),
    facts: await factsNow(),
    query,
    state,
    olderHref,
    newestHref: before && hrefOf('/admin/people', { query, state }),
  };
}

function called(query: string): WhereOptions<InferAttributes<User>> {
  const pattern = `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  return { [Op.or]: [{ email: { [Op.like]: pattern.toLowerCase() } }, { name: { [Op.like]: pattern } }] };
}

async function personOf(person: User) {
  const { id, role, createdAt, lastSeenAt, closedAt, suspendedAt } = person;
  const { name, email } = closedAt ? { name: 'Closed account', email: '' } : person;
  const contracts = await Contract.count({ where: { [Op.or]: [{ clientId: id }, { freelancerId: id }] } });
  return { id, name, email, role, joinedAt: createdAt, lastSeenAt, contracts, suspended: suspendedAt !== null };
}

async function factsNow() {
  const [freelancers, clients, active, suspended] = await Promise.all([
    User.count({ where: { role: 'freelancer' } }),
    User.count({ where: { role: 'client' } }),
    Contract.count({ where: { state: 'active' } }),
    User.count({ where: { suspendedAt: { [Op.ne]: null } } }),
  ]);
  return [
    { label: 'Freelancers', value: String(freelancers) },
    { label: 'Clients', value: String(clients) },
    { label: 'Active contracts', value: String(active) },
    { label: 'Suspended', value: String(suspended) },
  ];
}
