/** The demo's open dispute: Carla disputes eight blocks of a morning, Felix gives one back and contests the rest, and an admin is to decide. */
import { Contract } from '../contracts/contract-model.ts';
import { Invoice } from '../billing/invoice-model.ts';
import '../db/associations.ts';
import { findBlock } from '../diary/block-rows.ts';
import type { DiaryContract } from '../diary/block-words.ts';
import { commentOn } from '../diary/comment-on-block.ts';
import { recordView } from '../diary/record-view.ts';
import { addFiles } from '../disputes/add-files.ts';
import { answerDispute } from '../disputes/answer-dispute.ts';
import { openDispute } from '../disputes/open-dispute.ts';
import { writeMessage } from '../disputes/write-message.ts';
import { addMs, DAY, HOUR, MINUTE, fromSeconds } from '../kernel/time.ts';
import type { Storage } from '../outside/storage.ts';
import type { Actor } from '../policy/policy.ts';
import type { CastName } from './cast.ts';
import type { DisputePlan } from './dispute-plan.ts';
import { documentOf } from './document.ts';
import type { Happening } from './money.ts';

type People = Record<CastName, Actor>;

const WHY =
  '“Fixes” tells me nothing, one of the pictures is empty, and the basket looked the same that evening as the day before. I do not want to pay for a morning I cannot follow.';
const CONTEST =
  'I rebuilt the basket that morning, and the pictures show the files I worked on. The blocks called “fixes” are the same work, before and after them the description says more. In one block I was away from the desk: I take that one back. Attached is what we agreed on for the basket.';
const AGREED = [
  'Basket, what we agreed on in the call on Monday',
  '',
  '1. Quantities change without a new page',
  '2. A basket that is empty says where to go on',
  '3. Prices come from the catalogue, not from the basket',
  '',
  'Nothing of it is to be seen in the shop before all three are done.',
];

/** What is said of that morning before money is spoken of, in the diary itself. */
export async function talkAboutIt(
  { blocks }: DisputePlan,
  contractId: number,
  { felix, carla }: People,
): Promise<void> {
  const include = ['client', 'freelancer'];
  const contract = (await Contract.findByPk(contractId, { include, rejectOnEmpty: true })) as DiaryContract;
  const vague = await findBlock(felix.id, blocks[1]!.startedAt);
  if (!vague) return;
  const asked = addMs(fromSeconds(vague.startedAt), DAY);
  await commentOn(contract, vague, { words: 'What did you fix here?', flag: true }, carla, asked);
  const answer = { words: 'The sums in the basket, they were off by a cent. Sorry for the short note.', flag: false };
  await commentOn(contract, vague, answer, felix, addMs(asked, 3 * HOUR));
}

/** What happens then, each at its hour. */
export function happeningsOf(
  dispute: DisputePlan,
  contractId: number,
  { felix, carla }: People,
  storage: Storage,
): Happening[] {
  const starts = dispute.blocks.map(({ startedAt }) => startedAt);
  let id = 0;
  return [
    { at: addMs(dispute.openAt, -20 * MINUTE), act: at => lookAt(starts, felix.id, carla, at) },
    {
      at: dispute.openAt,
      act: async at => {
        const where = { contractId, week: dispute.week };
        const invoice = await Invoice.findOne({ where, rejectOnEmpty: true });
        ({ id } = await openDispute(
          invoice.id,
          { blocks: starts, reason: 'vague-description', words: WHY },
          carla,
          at,
        ));
      },
    },
    {
      at: dispute.answerAt,
      act: async at => {
        await addFiles(id, [{ name: 'Basket, what we agreed on.pdf', bytes: documentOf(AGREED) }], felix, storage, at);
        await answerDispute(id, { accepted: [dispute.accepted.startedAt], words: CONTEST }, felix, at);
      },
    },
    {
      at: addMs(dispute.answerAt, 10 * MINUTE),
      act: at =>
        writeMessage(id, 'The empty picture was my second screen going to sleep. I was at the first one.', felix, at),
    },
    {
      at: addMs(dispute.answerAt, 20 * MINUTE),
      act: at =>
        writeMessage(
          id,
          'That may be, but how should I know? Let somebody decide who has seen more of this.',
          carla,
          at,
        ),
    },
  ];
}

async function lookAt(starts: readonly number[], freelancerId: number, viewer: Actor, at: Date): Promise<void> {
  for (const start of starts) {
    const block = await findBlock(freelancerId, start);
    if (block) await recordView(block, viewer, at);
  }
}
