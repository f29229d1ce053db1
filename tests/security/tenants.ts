/** Two tenants who have one of everything, each with a word of its own in every text, and people who have nothing. */
import request from 'supertest';
import { beginHalfSignIn } from '../../src/accounts/half-sign-in.ts';
import { Session } from '../../src/accounts/session-model.ts';
import { sessionsOn } from '../../src/accounts/sessions.ts';
import { hashOf, makeLink } from '../../src/accounts/single-use-link.ts';
import { chargeBonus } from '../../src/billing/charge-bonuses.ts';
import { Claim } from '../../src/billing/claim-model.ts';
import { giveBonus } from '../../src/billing/give-bonus.ts';
import { InvoiceLineRow } from '../../src/billing/invoice-line-model.ts';
import { keepPayoutAccount } from '../../src/billing/keep-payout-account.ts';
import { makePayoutFile } from '../../src/billing/make-payout-file.ts';
import { MethodSetup } from '../../src/billing/payment-method-setup-model.ts';
import { PayoutAccountSetup } from '../../src/billing/payout-account-setup-model.ts';
import { Payout } from '../../src/billing/payout-model.ts';
import { refundInvoice } from '../../src/billing/refund-invoice.ts';
import { config } from '../../src/config.ts';
import { acceptOffer } from '../../src/contracts/answer-offer.ts';
import type { Contract } from '../../src/contracts/contract-model.ts';
import { findBlock } from '../../src/diary/block-rows.ts';
import { invite } from '../../src/contracts/invite.ts';
import { offerContract } from '../../src/contracts/offer-contract.ts';
import { ProjectCode } from '../../src/contracts/project-code-model.ts';
import { Proposal } from '../../src/contracts/proposal-model.ts';
import { proposeTerms } from '../../src/contracts/propose.ts';
import { sha256 } from '../../src/diary/picture.ts';
import { Dispute } from '../../src/disputes/dispute-model.ts';
import { DisputeFile } from '../../src/disputes/dispute-file-model.ts';
import { DisputeOffer } from '../../src/disputes/dispute-offer-model.ts';
import { openDispute } from '../../src/disputes/open-dispute.ts';
import { offerSplit } from '../../src/disputes/settle-by-split.ts';
import { writeMessage } from '../../src/disputes/write-message.ts';
import { DAY, toSeconds, weekOf } from '../../src/kernel/time.ts';
import { ManualRequest } from '../../src/manual-time/manual-request-model.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { unsubscribeGrant } from '../../src/notices/unsubscribe-grant.ts';
import { invoiceOf, tickMoney, WEEK } from '../support/money.ts';
import { putAside } from '../support/money-world.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { ORIGIN, type Person, type World } from '../support/world.ts';

export type Tenant = {
  /** Stands in every text of this tenant's and nowhere else. */
  marker: string;
  client: Person;
  freelancer: Person;
  /** The freelancer's tracker. */
  tracker: TestTracker;
  /** What stands for each parameter of an address: `contracts/:id` -> `12`. */
  names: Record<string, string>;
};

/** The address of a tenant's thing. @throws when a new parameter has no name yet */
export function addressOf(path: string, names: Record<string, string>): string {
  const parts = path.split('/');
  const nameFor = (parameter: string, place: number): string => {
    const key = `${parts[place - 1]}/${parameter}`;
    const name = names[`${parts[place - 2]}/${key}`] ?? names[key];
    if (name === undefined) throw new Error(`tenants.ts has no ${key} for ${path}`);
    return name;
  };
  return parts.map((part, place) => part.replace(/^:\w+/, parameter => nameFor(parameter, place))).join('/');
}

const MARKERS = ['zebra-7f3ac1', 'okapi-5d20e9'];
const BEGAN = '2026-11-17T07:00:00Z';
const BLOCK = '2026-11-18T11:00:00Z';
/** Thursday after the payday, when everything has happened that happens with a week. */
const NOW = '2026-12-03T13:00:00Z';
const ROUTING = '021000021';

/** Moves the world's clock to {@link NOW}. Everybody is signed in anew by then. */
export const twoTenants = (w: World): Promise<Tenant[]> => tenants(w, MARKERS);

/** One for each marker. */
export async function tenants(w: World, markers: readonly string[]): Promise<Tenant[]> {
  await putAside();
  w.outside.clock.set(BEGAN);
  const begun = [];
  for (const marker of markers) begun.push(await begin(w, marker));
  for (const one of begun) await workOn(w, one);
  for (const at of [WEEK.closed, WEEK.charged]) await tickMoney(w, at);
  for (const one of begun) await workLate(w, one);
  for (const one of begun) await giveAndTake(w, one);
  for (const at of [WEEK.reviewed, WEEK.payday]) await tickMoney(w, at);
  await makePayoutFile(toSeconds(new Date(WEEK.payday)), w.ada, w.outside.clock.now());
  w.outside.clock.set(NOW);
  const named = [];
  for (const one of begun) named.push(await nameEverything(w, one));
  return named;
}

/** The same person in a browser that is signed in by now. */
export async function signedInAgain(w: World, person: Person): Promise<Person> {
  const { web } = sessionsOn(w.outside.clock, false);
  const { id } = await web.createSession(person.id, { device: 'Firefox on Linux', parentId: null });
  const cookie = `${web.sessionCookieName}=${id}`;
  return {
    ...{ ...person, cookie, get: path => request(w.app).get(path).set('Cookie', cookie) },
    post: (path, fields = {}) =>
      request(w.app).post(path).set({ Cookie: cookie, Origin: ORIGIN }).type('form').send(fields),
  };
}

type Begun = {
  marker: string;
  client: Person;
  freelancer: Person;
  contract: Contract;
  openOffer: Contract;
  invitation: string;
};

async function begin(w: World, marker: string): Promise<Begun> {
  const client = await w.person(`Clara-${marker}`, 'client', 'America/New_York');
  const freelancer = await w.person(`Fritz-${marker}`, 'freelancer');
  const now = w.outside.clock.now();
  const account = { kind: 'us', holder: `Fritz ${marker}`, number: '000123456789', routing: ROUTING } as const;
  await keepPayoutAccount(account, freelancer, config.secret, now);
  const offerTo = (email: string) => {
    const codes = ['A', 'B'].map(letter => ({ code: `${letter}-${marker}`, name: `Part ${letter} ${marker}` }));
    const terms = { rateCents: 4000, weeklyLimitSeconds: 40 * 3600, manualTime: true, evidence: 'full' } as const;
    return offerContract({ title: `Shop ${marker}`, email, projectCodes: codes, ...terms }, client, now);
  };
  const contract = await acceptOffer((await offerTo(freelancer.email)).id, freelancer, now);
  const openOffer = await offerTo(`new-${client.email}`);
  const letter = await invite(openOffer.id, client, now, path => path);
  const invitation = letter!.parts
    .flatMap(part => ('address' in part ? part.address : []))[0]!
    .split('/')
    .at(-1)!;
  return { marker, client, freelancer, contract, openOffer, invitation };
}

/** Four blocks: one as it should be, one masked, one deleted, one corrected; what is asked and said about them. */
async function workOn(w: World, { marker, client, freelancer, contract }: Begun): Promise<void> {
  w.outside.clock.set('2026-11-18T08:00:00Z');
  const tracker = await signInTracker(w.app, freelancer.email, `Tracker ${marker}`);
  w.outside.clock.set(WEEK.work);
  const code = { projectCode: `A-${marker}` };
  const send = async (minutes: number, mask?: { perMille: number; reason: string }): Promise<string> => {
    const at = new Date(Date.parse(BLOCK) + minutes * 60_000).toISOString().replace('.000Z', 'Z');
    const block = { description: `Checkout keeps the basket ${marker} ${minutes}`, ...code };
    const { status, body, text } = await tracker.send(contract.id, at, { block, ...(mask && { mask }) });
    if (status !== 200) throw new Error(`${status} ${text}`);
    return (body as { block: { id: string } }).block.id;
  };
  await send(0);
  await send(10, { perMille: 20, reason: `My bank ${marker}` });
  await tracker.call('delete', `/blocks/${await send(20)}`);
  await send(30);
  const at = `/contracts/${contract.id}`;
  const block = String(toSeconds(new Date(BLOCK)) + 1800);
  await done(
    freelancer.post(`${at}/correction`, { block, description: `Basket again ${marker}`, projectCode: `B-${marker}` }),
  );
  await done(
    client.post(`${at}/blocks/${toSeconds(new Date(BLOCK))}/comments`, {
      words: `Is it ready, ${marker}?`,
      flag: 'yes',
    }),
  );
  await client.get(`${at}/blocks/${toSeconds(new Date(BLOCK))}/screenshots/1`);
  const span = { from: toSeconds(new Date('2026-11-18T09:00:00Z')), to: toSeconds(new Date('2026-11-18T09:30:00Z')) };
  await ManualRequest.create({
    ...{ contractId: contract.id, freelancerId: freelancer.id, ...span, state: 'open' as const },
    ...{
      askedAt: span.to,
      answerBy: span.to + 864_000,
      description: `A call ${marker}`,
      reason: `On the phone ${marker}`,
    },
  });
}

/** What a computer brings that was offline when its week closed. */
async function workLate(w: World, { marker, freelancer, contract }: Begun): Promise<void> {
  const tracker = await signInTracker(w.app, freelancer.email, `Laptop ${marker}`);
  const block = { description: `Written on the train ${marker}`, projectCode: `A-${marker}` };
  const { status, text } = await tracker.send(contract.id, '2026-11-20T11:00:00Z', { block });
  if (status !== 200) throw new Error(`${status} ${text}`);
}

async function giveAndTake(w: World, { marker, freelancer, client, contract }: Begun): Promise<void> {
  const now = w.outside.clock.now();
  const bonus = await giveBonus(contract.id, { amount: 2500, words: `For the good work ${marker}`, nth: 1 }, now);
  await chargeBonus(w.outside.payments, bonus, now);
  const invoice = await invoiceOf(contract.id);
  await refundInvoice(invoice.id, { amount: 100, words: `A mistake ${marker}`, nth: 1 }, freelancer, now);
  const of = { invoiceId: invoice.id, contractId: contract.id, clientId: client.id, freelancerId: freelancer.id };
  await Claim.create({ ...of, words: `No answer ${marker}`, amount: 500, filedAt: now, state: 'filed' });
  const blocks = [toSeconds(new Date(BLOCK))];
  const opening = { blocks, reason: 'idle-time' as const, words: `Nothing moved in all of this time ${marker}` };
  const dispute = await openDispute(invoice.id, opening, client, now);
  await writeMessage(dispute.id, `I was on the phone ${marker}`, freelancer, now);
  await offerSplit(dispute.id, { amount: 100, words: `Let us share it ${marker}` }, freelancer, now);
  await addStatement(w, { disputeId: dispute.id, byId: freelancer.id, marker });
  const wanted = {
    rateCents: 5000,
    weeklyLimitSeconds: 20 * 3600,
    manualTime: true,
    evidence: 'full',
    freeCodes: false,
  } as const;
  await proposeTerms(contract.id, { ...wanted, note: `More for less ${marker}` }, freelancer, now);
}

async function addStatement(
  w: World,
  { marker, ...of }: { disputeId: number; byId: number; marker: string },
): Promise<void> {
  const bytes = Buffer.from(`%PDF-1.4 ${marker} %%EOF`);
  const file = {
    name: `Statement ${marker}.pdf`,
    type: 'application/pdf',
    storageKey: `disputes/${of.disputeId}/${marker}.pdf`,
  } as const;
  await w.outside.storage.put(file.storageKey, bytes);
  const kept = { bytes: bytes.length, sha256: sha256(bytes).toString('hex'), addedAt: w.outside.clock.now() };
  await DisputeFile.create({ ...of, ...file, ...kept, statement: 'dispute' });
}

async function nameEverything(w: World, { marker, contract, invitation, ...people }: Begun): Promise<Tenant> {
  const [client, freelancer] = [await signedInAgain(w, people.client), await signedInAgain(w, people.freelancer)];
  const tracker = await signInTracker(w.app, freelancer.email, `Tracker ${marker}`);
  const now = w.outside.clock.now();
  const startedAt = toSeconds(new Date(BLOCK));
  const invoice = await invoiceOf(contract.id);
  const one = { rejectOnEmpty: true } as const;
  const of = { contractId: contract.id };
  const payout = await Payout.findOne({ where: { freelancerId: freelancer.id }, ...one });
  const { id: setup, session } = await MethodSetup.create({
    clientId: client.id,
    startedAt: now,
    session: `sandbox-visit-${client.id}`,
  });
  const dispute = await Dispute.findOne({ where: of, ...one });
  const accountSetup = await PayoutAccountSetup.create({
    freelancerId: freelancer.id,
    startedAt: now,
    account: `sandbox-account-${freelancer.id}`,
  });
  const { text: diary } = await client.get(`/contracts/${contract.id}/diary/2026-11-18`);
  const [, grant = '', day = '', file = ''] = /\/thumbs\/\d+\/([^/]+)\/([^/]+)\/([^"]+)"/.exec(diary) ?? [];
  const { body } = await tracker.call('post', '/hand-over', {});
  const other = await signedInAgain(w, freelancer);
  const names: Record<string, string | number> = {
    'contracts/:id': contract.id,
    'proposals/:proposal': (await Proposal.findOne({ where: of, ...one })).id,
    'codes/:code': (await ProjectCode.findOne({ where: of, ...one })).id,
    'blocks/:startedAt': startedAt,
    'blocks/:id': (await findBlock(freelancer.id, startedAt))!.id,
    'screenshots/:number': 1,
    'comments/:number': 1,
    'diary/:day': '2026-11-18',
    'manual-time/:request': (await ManualRequest.findOne({ where: of, ...one })).id,
    'late-time/:week': weekOf(startedAt),
    'invoices/:id': invoice.id,
    'lines/:line': (await InvoiceLineRow.findOne({ where: { invoiceId: invoice.id }, ...one })).id,
    'disputes/:id': dispute.id,
    'files/:file': (await DisputeFile.findOne({ where: { disputeId: dispute.id }, ...one })).id,
    'offers/:offer': (await DisputeOffer.findOne({ where: { disputeId: dispute.id }, ...one })).id,
    'people/:id': freelancer.id,
    'payout-account/setups/:setup': accountSetup.id,
    'accounts/:account': accountSetup.account!,
    'claims/:id': (await Claim.findOne({ where: of, ...one })).id,
    'payouts/:day': '2026-12-02',
    ':day/:payout': payout.id,
    'payout-files/:id': payout.fileId!,
    'notices/:id': (await Notice.findOne({ where: { userId: freelancer.id }, ...one })).id,
    'sessions/:id': await rowOf(other),
    'setups/:setup': setup,
    'setups/:session': session!,
    'new-password/:secret': await makeLink('new-password', { userId: freelancer.id, lastsMs: DAY, now }),
    'sign-in/:secret': await beginHalfSignIn(freelancer.id, now),
    'hand-over/:secret': (body as { url: string }).url.split('/').at(-1)!,
    'invitations/:secret': invitation,
    'unsubscriptions/:grant': unsubscribeGrant(config.secret, { userId: freelancer.id, about: ['contracts'] }),
    'thumbs/:contractId': contract.id,
    ':contractId/:grant': grant,
    ':grant/:day': day,
    ':day/:file': file,
    'download/:file': 'impact-time-linux_x64.tar.gz',
  };
  return {
    marker,
    client,
    freelancer,
    tracker,
    names: Object.fromEntries(Object.entries(names).map(([at, name]) => [at, String(name)])),
  };
}

const rowOf = async ({ cookie }: Person): Promise<number> =>
  (await Session.findOne({ where: { secretHash: hashOf(cookie.split('=')[1]!) }, rejectOnEmpty: true })).id;

/** Whatever does not end well here would make every check that follows say too little. */
async function done(answer: PromiseLike<{ status: number; text: string }>): Promise<void> {
  const { status, text } = await answer;
  if (status !== 303) throw new Error(`${status} ${text}`);
}
