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
import { sandboxPayments } from '../outside/sandbox-payments.ts';
import { chooseSandboxCard } from '../outside/sandbox-setups.ts';
import type { Storage } from '../outside/storage.ts';
import type { Actor } from '../policy/policy.ts';
import type { Mask } from '../wire/tracker.ts';
import { cast, hire, type CastName } from './cast.ts';
import { planEarlier } from './earlier.ts';
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
  await addCard(people.carla, addMs(began, -2 * DAY));
  await prepareMoney(people, addMs(began, -6 * DAY));
  const ids = await signContracts(people, began);
  await noteContact(people.felix.id, began);
  const zone = cast.felix.timeZone;
  const planned = [...planEarlier(now, zone), ...planDemo(now, zone)].slice(last === undefined ? 0 : -last);
  const { plan, dispute } = planDispute(planned, now, zone);
  const painters = cpus().map(openPainter);
  try {
    const pictures = plan.map((block, place) => once(() => picturesOf(block, painters[place % painters.length]!)));
    for (const [place, block] of plan.entries()) {
      // A few pictures ahead, so that painters and database work side by side.
      for (const ahead of pictures.slice(place, place + 8)) void ahead();
      await keep(block, await pictures[place]!(), ids[block.work], people.felix, storage);
      progress(place + 1, plan.length);
    }
  } finally {
    painters.forEach(painter => painter.close());
  }
  await lookAround(plan, people);
  await askForACall(plan, ids.shop, people.felix, now);
  if (dispute) await talkAboutIt(dispute, ids.shop, people);
  await moveMoney(people, began, now, dispute ? happeningsOf(dispute, ids.shop, people, storage) : []);
  return people;
}

/** Runs once, however often it is called. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Carla pays with a card of play money that pays. */
async function addCard(carla: Actor, now: Date): Promise<void> {
  const payments = sandboxPayments({ now: () => now }, heardFromPayments);
  const url = await startMethod(payments, carla, setup => `http://demo.invalid/${setup}`, now);
  const back = await chooseSandboxCard(url.slice(url.lastIndexOf('/') + 1), 'pays');
  await finishMethod(payments, Number(back!.slice(back!.lastIndexOf('/') + 1)), carla.id, now);
}

async function signContracts({ carla, felix }: Record<CastName, Actor>, now: Date): Promise<Record<DemoWork, number>> {
  const ids: Partial<Record<DemoWork, number>> = {};
  for (const work of Object.keys(contracts) as DemoWork[]) {
    const { id } = await offerContract({ ...contracts[work], email: felix.email }, carla, addMs(now, -DAY));
    ids[work] = (await acceptOffer(id, felix, addMs(now, -DAY / 2))).id;
  }
  return ids as Record<DemoWork, number>;
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
  const code = contracts[work].projectCodes[description.length % contracts[work].projectCodes.length]!.code;
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
  for (const { startedAt, seconds } of plan.filter((_, place) => place % 40 === 7)) {
    const block = await findBlock(felix.id, startedAt);
    if (block) await recordView(block, carla, addMs(fromSeconds(startedAt + seconds), DAY / 4));
  }
}
