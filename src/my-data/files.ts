/** The files of a person's own data, each read when its turn comes. */
import { Op } from 'sequelize';
import { Session } from '../accounts/session-model.ts';
import { User } from '../accounts/user-model.ts';
import { NotFound } from '../kernel/errors.ts';
import { ManualRequest } from '../manual-time/manual-request-model.ts';
import { wordsOf } from '../notices/notice.ts';
import { Notice } from '../notices/notice-model.ts';
import type { Storage } from '../outside/storage.ts';
import type { Actor } from '../policy/policy.ts';
import { contractPages } from './contract-facts.ts';
import * as money from './money-tables.ts';
import { paged } from './paged.ts';
import { readme, type Tally } from './readme.ts';
import { scopesOf, type Scope } from './scope.ts';
import * as tables from './tables.ts';
import { blockPages, commentPages, correctionPages, viewPages } from './time-rows.ts';
import { asCsv, asJson } from './written.ts';
import type { ZipFile } from './zip.ts';

const PAGE = 500;

/** Only what this person may see on our pages too. The last file says what the others are. */
export async function* filesOf(person: Actor, storage: Storage, now: Date): AsyncGenerator<ZipFile> {
  const scopes = await scopesOf(person);
  const own = person.role === 'freelancer';
  const tally: Tally = new Map();
  const file = (name: string, pieces: AsyncIterable<string>): ZipFile => ({ name, packed: true, pieces });
  const csv = <Row>(name: string, columns: tables.Columns<Row>, pages: AsyncIterable<Row[]>): ZipFile =>
    file(name, asCsv(columns, counted(tally, name, pages)));
  const ofAll = <Row>(pagesOf: (scope: Scope) => AsyncIterable<Row[]>): AsyncIterable<Row[]> =>
    oneByOne(scopes, pagesOf);

  yield file('profile.json', asText(profileOf(person.id)));
  yield file('contracts.json', asJson(counted(tally, 'contracts.json', contractPages(person))));
  yield csv('blocks.csv', tables.blockColumns(own), ofAll(blockPages));
  yield csv('corrections.csv', tables.correctionColumns, ofAll(correctionPages));
  yield csv('comments.csv', tables.commentColumns, ofAll(commentPages));
  yield csv('manual-time.csv', tables.requestColumns, ofAll(requestPages));
  yield csv(
    'views.csv',
    tables.viewColumns,
    ofAll(scope => viewPages(scope, own ? null : person.id)),
  );
  if (person.role !== 'admin') {
    yield csv('invoices.csv', money.invoiceColumns(own), money.invoicePages(person));
    yield csv('bonuses.csv', money.bonusColumns, money.bonusPages(person));
    yield csv('refunds.csv', money.refundColumns, money.refundPages(person));
    yield csv('claims.csv', money.claimColumns, money.claimPages(person));
    yield csv('disputes.csv', money.disputeColumns, money.disputePages(person));
    yield csv('dispute-messages.csv', money.disputeMessageColumns, money.disputeMessagePages(person));
  }
  if (own) yield csv('payouts.csv', money.payoutColumns, money.payoutPages(person));
  yield csv('notices.csv', tables.noticeColumns, noticePages(person.id));
  yield csv('sessions.csv', tables.sessionColumns, sessionPages(person.id, now));
  if (own) yield* pictures(oneByOne(scopes, blockPages), storage, tally);
  yield file('README.txt', asText(Promise.resolve(readme(person, tally, now))));
}

async function* asText(text: Promise<string>): AsyncGenerator<string> {
  yield await text;
}

async function* oneByOne<Row>(scopes: Scope[], pagesOf: (scope: Scope) => AsyncIterable<Row[]>): AsyncGenerator<Row[]> {
  for (const scope of scopes) yield* pagesOf(scope);
}

async function* counted<Row>(tally: Tally, name: string, pages: AsyncIterable<Row[]>): AsyncGenerator<Row[]> {
  tally.set(name, 0);
  for await (const page of pages) {
    tally.set(name, tally.get(name)! + page.length);
    yield page;
  }
}

/** One picture is in memory at a time. What was deleted while the others were sent is left out. */
async function* pictures(
  blocks: ReturnType<typeof blockPages>,
  storage: Storage,
  tally: Tally,
): AsyncGenerator<ZipFile> {
  let number = 0;
  for await (const page of blocks) {
    for (const { key, name } of page.flatMap(tables.picturesOf)) {
      const bytes = await storage.get(key);
      if (bytes === null) continue;
      number += 1;
      yield { name, packed: false, pieces: once(bytes) };
    }
  }
  tally.set('pictures', number);
}

// eslint-disable-next-line @typescript-eslint/require-await -- a file's pieces are always awaited
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function profileOf(userId: number): Promise<string> {
  const user = await User.findByPk(userId, { rejectOnEmpty: new NotFound('account') });
  const { name, email, role, timeZone, createdAt } = user;
  return `${JSON.stringify({ name, email, role, timeZone, signedUpAt: tables.isoOf(createdAt) }, null, 2)}\n`;
}

const requestPages = ({ freelancerId, contractId }: Scope): AsyncGenerator<tables.OwnRequest[]> =>
  paged(PAGE, (after: tables.OwnRequest | null, limit) => {
    const mine = contractId === null ? { freelancerId } : { contractId };
    return ManualRequest.findAll({
      where: { ...mine, id: { [Op.gt]: after?.id ?? 0 } },
      order: [['id', 'ASC']],
      limit,
    });
  });

async function* noticePages(userId: number) {
  const pages = paged(PAGE, (after: Notice | null, limit) =>
    Notice.findAll({ where: { userId, id: { [Op.gt]: after?.id ?? 0 } }, order: [['id', 'ASC']], limit }),
  );
  for await (const page of pages)
    yield page.map(notice => ({ toldAt: notice.toldAt, readAt: notice.readAt, ...wordsOf(notice) }));
}

const sessionPages = (userId: number, now: Date): AsyncGenerator<Session[]> =>
  paged(PAGE, (after: Session | null, limit) =>
    Session.findAll({
      where: { userId, expiresAt: { [Op.gt]: now }, id: { [Op.gt]: after?.id ?? 0 } },
      order: [['id', 'ASC']],
      limit,
    }),
  );
