/** Everybody who tries a door: with what he comes, whose he is, and whether the door is his. */
import type { TestTracker } from '../support/tracker.ts';
import type { Person } from '../support/world.ts';
import type { Who } from './routes.ts';
import type { Tenant } from './tenants.ts';

export type Visitor = {
  name: string;
  /** What he comes with. */
  headers: Record<string, string>;
  /** What he is to pages, and to the tracker's doors: nobody when what he has does not count there. */
  page: 'freelancer' | 'client' | 'admin' | null;
  tracker: boolean;
  tenant: Tenant | null;
  /** An admin who has said why he looks at everybody's. */
  looks?: boolean;
};

const byCookie = ({ cookie }: Pick<Person, 'cookie'>) => ({ cookie });
export const asBearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const secretOf = ({ cookie }: Pick<Person, 'cookie'>): string => cookie.split('=')[1]!;
const nothing = { page: null, tracker: false } as const;

export const nobody: Visitor = { name: 'nobody', headers: {}, ...nothing, tenant: null };

export const person = (name: string, who: Person, tenant: Tenant | null = null): Visitor => ({
  ...{ name, headers: byCookie(who), page: who.role, tracker: false, tenant },
});

export const peopleOf = (tenant: Tenant): Visitor[] => [
  person(`client of ${tenant.marker}`, tenant.client, tenant),
  person(`freelancer of ${tenant.marker}`, tenant.freelancer, tenant),
  { name: `tracker of ${tenant.marker}`, headers: asBearer(tenant.tracker.token), page: null, tracker: true, tenant },
];

/** What opens one kind of door, held to the other: a tracker's secret as a cookie, a browser's as a bearer. */
export const crossed = (tenant: Tenant, { token }: TestTracker = tenant.tracker): Visitor[] => [
  { name: 'tracker’s secret as a cookie', headers: { cookie: `session=${token}` }, ...nothing, tenant: null },
  { name: 'cookie’s secret as a bearer', headers: asBearer(secretOf(tenant.freelancer)), ...nothing, tenant: null },
];

/** @param tenant whose object the address names */
export function mayEnter(visitor: Visitor, who: Who, tenant: Tenant): boolean {
  const { page, tracker } = visitor;
  const its = visitor.tenant === tenant;
  const answers: Record<Who, boolean> = {
    everybody: true,
    holder: true,
    'signed-in': page !== null,
    customers: page === 'client' || page === 'freelancer',
    freelancers: page === 'freelancer',
    clients: page === 'client',
    admins: page === 'admin',
    parties: page !== null && its,
    overseen: page === 'admin' || (page !== null && its),
    readers: page !== null && (its || visitor.looks === true),
    'its-freelancer': page === 'freelancer' && its,
    'its-client': page === 'client' && its,
    tracker,
    'its-tracker': tracker && its,
    machines: false,
  };
  return answers[who];
}

/** Whether this visitor may come upon this tenant's words there. */
export const mayRead = (visitor: Visitor, who: Who, tenant: Tenant): boolean =>
  visitor.page === 'admin' || visitor.tenant === tenant || who === 'holder';
