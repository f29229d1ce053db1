import { expect } from 'chai';
import fc from 'fast-check';
import {
  add,
  answered,
  backOff,
  emptyQueue,
  LONGEST_WAIT,
  next,
  tryAgain,
  waitingFor,
  type Answer,
  type Queue,
} from '../../tracker/src/core/queue.ts';
import { felixOwner, itemAt } from './items.ts';

const half = () => 0.5;
const queueOf = (...minutes: number[]): Queue => minutes.map(itemAt).reduce(add, emptyQueue);
const nextId = (queue: Queue, now = 0) => next(queue, felixOwner, now)?.id ?? null;
const after = (queue: Queue, id: string, answer: Answer, now = 0) => answered(queue, id, answer, now, half)[0];
const broken: Answer = { meaning: 'later', reached: true, retryAfter: null };
const unreached: Answer = { meaning: 'later', reached: false, retryAfter: null };

describe('the queue', () => {
  it('sends the oldest work first, however it came in', () => {
    expect(nextId(queueOf(20, 0, 10))).to.equal(itemAt(0).id);
  });

  it('takes the same block once', () => {
    expect(queueOf(0, 0).waiting).to.have.length(1);
  });

  it('is not held up by one item that fails: the others go on, and it comes again later', () => {
    const queue = after(queueOf(0, 10), itemAt(0).id, broken);
    expect(nextId(queue)).to.equal(itemAt(10).id);
    expect(nextId(queue, LONGEST_WAIT)).to.equal(itemAt(0).id);
  });

  it('lets everything wait when no server is reached, since all would fail alike', () => {
    const queue = after(queueOf(0, 10), itemAt(0).id, unreached);
    expect(nextId(queue)).to.equal(null);
    expect(nextId(queue, 2000)).to.equal(itemAt(0).id);
  });

  it('waits as long as a busy server asks', () => {
    const queue = after(queueOf(0, 10), itemAt(0).id, { meaning: 'later', reached: true, retryAfter: 60_000 });
    expect([nextId(queue, 59_999), nextId(queue, 60_000)]).to.eql([null, itemAt(0).id]);
  });

  it('moves what the rules refuse to a list with the server’s words', () => {
    const [queue, effects] = answered(
      queueOf(0),
      itemAt(0).id,
      { meaning: 'refused', code: 'too-old', message: 'Older than 14 days.' },
      0,
      half,
    );
    expect(queue.waiting).to.eql([]);
    expect(queue.refused.map(({ code, message }) => [code, message])).to.eql([['too-old', 'Older than 14 days.']]);
    expect(effects.map(effect => effect.do)).to.eql(['refuse']);
  });

  for (const meaning of ['sign-in', 'update'] as const) {
    it(`keeps everything and sends nothing on ${meaning}, until tried again`, () => {
      const queue = after(queueOf(0, 10), itemAt(0).id, { meaning });
      expect([queue.waiting.length, queue.hold, nextId(queue, 1e9)]).to.eql([2, meaning, null]);
      expect(nextId(tryAgain(queue))).to.equal(itemAt(0).id);
    });
  }

  it('sends nothing before its time', () => {
    const queue = add(emptyQueue, { ...itemAt(0), sendAfter: 120_000 });
    expect([nextId(queue, 119_999), nextId(queue, 120_000)]).to.eql([null, itemAt(0).id]);
  });

  it('never sends one person’s work with another’s session', () => {
    const nora = { ...felixOwner, personId: 8 };
    expect(next(queueOf(0), nora, 0)).to.equal(null);
    expect(waitingFor(queueOf(0), nora)).to.eql([]);
  });

  it('backs off further with each failure, up to five minutes, never all at the same moment', () => {
    expect([1, 2, 3, 4].map(n => backOff(n, () => 1))).to.eql([2000, 4000, 8000, 16_000]);
    expect(backOff(4, () => 0)).to.equal(8000);
    expect(backOff(1000, () => 1)).to.equal(LONGEST_WAIT);
  });

  it('whatever the server answers, each block is delivered, refused or still waiting', () => {
    const answers = fc.constantFrom<Answer>({ meaning: 'done' }, broken, unreached, {
      meaning: 'refused',
      code: 'x',
      message: 'x',
    });
    fc.assert(
      fc.property(fc.array(answers, { maxLength: 60 }), given => {
        let queue = queueOf(0, 10, 20, 30);
        let now = 0;
        const delivered: string[] = [];
        for (const answer of given) {
          const id = nextId(queue, now);
          if (id && answer.meaning === 'done') delivered.push(id);
          if (id) queue = after(queue, id, answer, now);
          now += 1000;
        }
        const left = [...delivered, ...queue.refused.map(({ id }) => id), ...queue.waiting.map(({ item }) => item.id)];
        expect(left.sort()).to.eql([0, 10, 20, 30].map(minute => itemAt(minute).id).sort());
      }),
    );
  });
});
