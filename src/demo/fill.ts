/** Fills an empty database with the demo world, through the very acts the product is made of. */
import { cpus } from 'node:os';
import { v7 } from 'uuid';
import { heardFromPayments } from '../billing/hear-payment.ts';
import { finishMethod, startMethod } from '../billing/payment-method-setup.ts';
import { acceptOffer } from '../contracts/answer-offer.ts';
import { offerContract, type Offer } from '../contracts/offer-contract.ts';
import type { BlockFacts, Shot } from '../diary/block.ts';
import { findBlock } from '../diary/block-rows.ts';
import { deleteBlocks } from '../diary/delete-blocks.ts';
import { noteContact } from '../diary/freelancer-clock.ts';
import { keepBlock } from '../diary/keep-block.ts';
import { sha256 } from '../diary/picture.ts';
import { recordView } from '../diary/record-view.ts';
import { addMs, DAY, fromSeconds, SECOND } from '../kernel/time.ts';
import { Notice } from '../notices/notice-model.ts';
import type { SandboxCard } from '../outside/sandbox-cards.ts';
import { sandboxPayments } from '../outside/sandbox-payments.ts';
import { chooseSandboxCard } from '../outside/sandbox-setups.ts';
import type { Storage } from '../outside/storage.ts';
import type { Actor } from '../policy/policy.ts';
import type { Mask } from '../wire/tracker.ts';
import { cast, hire, type CastName } from './cast.ts';
import { planEarlier } from './earlier.ts';
import { claimHappenings, planForKai } from './claim.ts';
import { happeningsOf, talkAboutIt } from './dispute.ts';
import { planDispute } from './dispute-plan.ts';
import { askForACall } from './manual-time.ts';
import { moveMoney, prepareMoney } from './money.ts';
import { planDemo, type PlannedBlock } from './plan.ts';
import { openPainter, type Painter } from './pictures/painter.ts';
import { sizes } from './pictures/parts/desktop.ts';
import type { DemoWork, Desk } from './pictures/scene.ts';

/** A block arrives this long after it ends. */
const ON_THE_WAY_MS = 40 * SECOND;
const HOUR_SECONDS = 3600;

type Terms = Pick<Offer, 'title' | 'rateCents' | 'weeklyLimitSeconds' | 'evidence' | 'manualTime' | 'projectCodes'>;
const contracts: Record<DemoWork, Terms> = {
  shop: {
    ...{
      title: 'Online shop relaunch',
      rateCents: 5500,
      weeklyLimitSeconds: 25 * HOUR_SECONDS,
      evidence: 'full',
      manualTime: true,
    },
    projectCodes: codes('SHOP-11 Basket and checkout', 'SHOP-14 Catalogue', 'SHOP-20 Speed'),
  },
  clinic: {
    ...{
      title: 'Booking screens for a clinic',
      rateCents: 6250,
      weeklyLimitSeconds: 15 * HOUR_SECONDS,
      evidence: 'full',
      manualTime: false,
    },
    projectCodes: codes('CL-3 Design system', 'CL-7 Booking'),
  },
  energy: {
    ...{
      title: 'Energy report',
      rateCents: 4800,
      weeklyLimitSeconds: 3.5 * HOUR_SECONDS,
      evidence: 'full',
      manualTime: false,
    },
    projectCodes: codes('EN-1 Data', 'EN-2 Report'),
  },
};
const contractOfKai: Terms = {
  ...{ title: 'Figures for a yearly report', rateCents: 4500, weeklyLimitSeconds: 10 * HOUR_SECONDS },
  ...{ evidence: 'full', manualTime: false, projectCodes: codes('YR-1 Figures') },
};
function codes(...lines: string[]) {
  return lines.map(line => ({ code: line.split(' ')[0]!, name: line.slice(line.indexOf(' ') + 1) }));
}

type Options = {
  now: Date;
  storage: Storage;
  /** Only the last so many blocks, for tests. */ last?: number;
  progress(done: number, of: number): void;
};

export async function fillDemo({ now, storage, last, progress }: Options): Promise<Record<CastName, Actor>> {
  const began = addMs(now, -42 * DAY);
  const people = await hire(addMs(began, -7 * DAY));
  await addCard(people.carla, 'pays', addMs(began, -2 * DAY));
  await addCard(people.kai, 'no-funds', addMs(began, -2 * DAY));
  await prepareMoney(people, addMs(began, -6 * DAY));
  const ids = await signContracts(people, began);
  const forKai = await signOne(contractOfKai, people.kai, people.felix, began);
  await noteContact(people.felix.id, began);
  const zone = cast.felix.timeZone;
  const all = [...planEarlier(now, zone), ...planDemo(now, zone), ...planForKai(now, zone)];
  const planned = all.toSorted((a, b) => a.startedAt - b.startedAt).slice(last === undefined ? 0 : -last);
  const { plan, dispute } = planDispute(planned, now, zone);
  const painters = cpus().map(openPainter);
  try {
    const pictures = plan.map((block, place) => once(() => picturesOf(block, painters[place % painters.length]!)));
    for (const [place, block] of plan.entries()) {
      // A few pictures ahead, so that painters and database work side by side.
      for (const ahead of pictures.slice(place, place + 8)) void ahead();
      const contractId = block.forKai ? forKai : ids[block.work];
      await keep(block, await pictures[place]!(), contractId, people.felix, storage);
      progress(place + 1, plan.length);
    }
  } finally {
    painters.forEach(painter => painter.close());
  }
  await lookAround(plan, people);
  await askForACall(plan, ids.shop, people.felix, now);
  if (dispute) await talkAboutIt(dispute, ids.shop, people);
  const happenings = dispute ? happeningsOf(dispute, ids.shop, people, storage) : [];
  if (last === undefined) happenings.push(...claimHappenings(forKai, people, began, now));
  await moveMoney(people, began, now, happenings);
  // Nobody gets letters about six weeks that never were.
  await Notice.update({ mailDueAt: null }, { where: {} });
  return people;
}

/** Runs once, however often it is called. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** A client pays, or does not, with a card of play money. */
async function addCard(client: Actor, card: SandboxCard, now: Date): Promise<void> {
  const payments = sandboxPayments({ now: () => now }, heardFromPayments);
  const url = await startMethod(payments, client, setup => `http://demo.invalid/${setup}`, now);
  const back = await chooseSandboxCard(url.slice(url.lastIndexOf('/') + 1), card);
  await finishMethod(payments, Number(back!.slice(back!.lastIndexOf('/') + 1)), client.id, now);
}

async function signContracts({ carla, felix }: Record<CastName, Actor>, now: Date): Promise<Record<DemoWork, number>> {
  const ids: Partial<Record<DemoWork, number>> = {};
  for (const work of Object.keys(contracts) as DemoWork[]) {
    ids[work] = await signOne(contracts[work], carla, felix, now);
  }
  return ids as Record<DemoWork, number>;
}

async function signOne(terms: Terms, client: Actor, felix: Actor, now: Date): Promise<number> {
  const { id } = await offerContract({ ...terms, email: felix.email }, client, addMs(now, -DAY));
  return (await acceptOffer(id, felix, addMs(now, -DAY / 2))).id;
}

function picturesOf({ scene, step, captures, special }: PlannedBlock, painter: Painter): Promise<Buffer[]> {
  if (special === 'locked') return Promise.resolve([]);
  const zone = cast.felix.timeZone;
  return Promise.all(
    captures.map((second, place) => {
      const at = fromSeconds(second);
      const moment = { at, zone, step: step + place, desk: deskOn(at) };
      if (special === 'masked') return painter.paint(scene, { ...moment, covered: COVERED });
      return painter.paint(special === 'blank' ? 'blank' : scene, moment);
    }),
  );
}

/** A part of the screen that is none of Carla's business. */
const COVERED = { x: 880, y: 96, width: 640, height: 400 };
function maskAt(second: number): Mask {
  const screen = sizes[deskOn(fromSeconds(second))];
  const share = (COVERED.width * COVERED.height) / (screen.width * screen.height);
  return { perMille: Math.round(share * 1000), reason: 'A letter from my bank was open' };
}

/** On some days Felix works on the sofa. */
const deskOn = (at: Date): Desk => (at.getUTCDay() % 3 === 0 ? 'laptop' : 'monitor');

async function keep(
  planned: PlannedBlock,
  pictures: Buffer[],
  contractId: number,
  felix: Actor,
  storage: Storage,
): Promise<void> {
  const { startedAt, seconds, description, inputSeconds, captures, special, work } = planned;
  const arrives = addMs(fromSeconds(startedAt + seconds), ON_THE_WAY_MS);
  const shots = captures.map((takenAt, place): Shot => {
    const picture = pictures[place];
    if (!picture) return { takenAt, failure: 'locked-screen' };
    return { takenAt, sha256: sha256(picture).toString('hex'), mask: special === 'masked' ? maskAt(takenAt) : null };
  });
  const { projectCodes } = planned.forKai ? contractOfKai : contracts[work];
  const code = projectCodes[description.length % projectCodes.length]!.code;
  const block: BlockFacts = {
    id: v7(),
    contractId,
    startedAt,
    seconds,
    description,
    projectCode: code,
    inputSeconds,
    idle: special === 'idle',
    shots,
  };
  await keepBlock(block, pictures, felix.id, storage, arrives);
  if (special === 'deleted') {
    const place = { id: contractId, freelancerId: felix.id };
    await deleteBlocks(felix, place, [startedAt], addMs(arrives, 20 * SECOND));
  }
}

/** Carla has looked at some pictures in full. */
async function lookAround(plan: PlannedBlock[], { felix, carla }: Record<CastName, Actor>): Promise<void> {
  for (const { startedAt, seconds } of plan.filter(({ forKai }, place) => !forKai && place % 40 === 7)) {
    const block = await findBlock(felix.id, startedAt);
    if (block) await recordView(block, carla, addMs(fromSeconds(startedAt + seconds), DAY / 4));
  }
}
