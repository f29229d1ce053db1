/** Contracts as a file says them: what was agreed on, and every version of it. */
import { Op } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import type { Actor } from '../policy/policy.ts';
import '../db/associations.ts';
import { paged } from './paged.ts';
import { isoOf } from './tables.ts';

const PAGE = 50;

export async function* contractPages(person: Actor) {
  const pages = paged(PAGE, (after: Contract | null, limit) =>
    Contract.findAll({
      where: { [Op.and]: [Contract.visibleTo(person), { id: { [Op.gt]: after?.id ?? 0 } }] },
      include: [
        'client',
        'freelancer',
        { association: 'terms', separate: true },
        { association: 'codes', separate: true },
      ],
      order: [['id', 'ASC']],
      limit,
    }),
  );
  for await (const page of pages) yield page.map(factsOf);
}

const isoOrNull = (at: Date | null): string | null => (at === null ? null : isoOf(at));

function factsOf(contract: Contract) {
  const { id, title, client, freelancer, state, stopped, offeredAt, acceptedAt, closedAt } = contract;
  return {
    id,
    title,
    client: client?.name ?? null,
    freelancer: freelancer?.name ?? null,
    offeredTo: contract.freelancerEmail,
    ...{
      state,
      stopped,
      offeredAt: isoOf(offeredAt),
      acceptedAt: isoOrNull(acceptedAt),
      closedAt: isoOrNull(closedAt),
    },
    terms: [...(contract.terms ?? [])]
      .sort((a, b) => a.version - b.version)
      .map(({ version, validFrom, rateCents, weeklyLimitSeconds, manualTime, evidence }) => ({
        ...{ version, validFrom: isoOf(validFrom), rateUsdPerHour: rateCents / 100 },
        ...{ weeklyLimitHours: weeklyLimitSeconds / 3600, manualTime, evidence },
      })),
    projectCodes: (contract.codes ?? []).map(({ code, name, closedAt: closed }) => ({
      ...{ code, name, closedAt: isoOrNull(closed) },
    })),
  };
}
