/**
 * Checks all the evidence of a contract: the chain in itself, the signed roots over it, the rows of the diary against the chain, and the
 * bytes of every picture that is still kept. It reads while others write; what has changed meanwhile is looked at again.
 */
import { rows } from '../db/sequelize.ts';
import { findBlock, type StoredBlock } from '../diary/block-rows.ts';
import { nothing, type Totals } from '../diary/block-sums.ts';
import { fromSeconds, type EpochSeconds } from '../kernel/time.ts';
import type { Storage } from '../outside/storage.ts';
import { BlockStates, earliest } from './block-states.ts';
import type { Entry } from './chain.ts';
import { ChainWalk, type Fault } from './check-chain.ts';
import { whyNotPictures } from './check-pictures.ts';
import { anchorsOf, whyNotRoot } from './check-root.ts';
import { blocksOf } from './contract-blocks.ts';
import { entriesAfter, headOf } from './entry-rows.ts';
import { believed } from './our-keys.ts';
import { thingsOf } from './side-rows.ts';
import { SideStates } from './side-states.ts';

export type Progress = { entries: number; blocks: number; pictures: number };
/** @property fault the first that was found along the chain; null when everything fits @property faults how many there are, at least */
export type Checked = Progress & { fault: Fault | null; faults: number };

type Wanted = { storage: Storage; progress?: (so: Progress) => Promise<void> };

/** @throws StorageAway when pictures cannot be read */
export async function checkContract(contractId: number, wanted: Wanted): Promise<Checked> {
  const check = new ContractCheck(contractId, wanted);
  await check.walk();
  if (check.broken) return check.result([check.broken]);
  await check.readBlocks();
  return check.result([...(await check.secondLook()), await check.aroundBlocks(), await whyNotRoot(contractId)]);
}

const LOOKS = 5;
/** Blocks between two words about the progress. */
const OFTEN = 50;

class ContractCheck {
  /** What breaks the chain itself: from there on it says nothing that could be believed. */
  broken: Fault | null = null;
  private readonly so: Progress = { entries: 0, blocks: 0, pictures: 0 };
  private readonly blocks = new BlockStates();
  private readonly side = new SideStates();
  private readonly doubts = new Map<EpochSeconds, Fault>();
  private chain!: ChainWalk;
  private freelancerId = 0;
  private readonly contractId: number;
  private readonly wanted: Wanted;

  constructor(contractId: number, wanted: Wanted) {
    this.contractId = contractId;
    this.wanted = wanted;
  }

  async walk(): Promise<void> {
    this.chain = new ChainWalk(this.contractId, believed, await anchorsOf(this.contractId));
    await this.catchUp();
    if (!this.broken) this.broken = await this.theEnd();
  }

  /** Entries that came since the last time. @returns how many */
  private async catchUp(): Promise<number> {
    const before = this.chain.length;
    for await (const page of entriesAfter(this.contractId, before)) {
      for (const entry of page) if (!(await this.take(entry))) return this.chain.length - before;
      this.so.entries = this.chain.length;
      await this.wanted.progress?.(this.so);
    }
    return this.chain.length - before;
  }

  private async take(entry: Entry): Promise<boolean> {
    this.broken = await this.chain.step(entry);
    if (this.broken) return false;
    const told = { ...entry, facts: JSON.parse(entry.facts) as unknown };
    this.blocks.apply(told);
    this.side.apply(told);
    return true;
  }

  /** The end is read after the entries: when it is farther on, entries came meanwhile, or are missing. */
  private async theEnd(): Promise<Fault | null> {
    for (;;) {
      const head = await headOf(this.contractId);
      const fault = await this.chain.end(head);
      if (!fault || !head || head.seq <= this.chain.length || (await this.catchUp()) === 0) return this.broken ?? fault;
    }
  }

  /** Rows in pages; before each is compared, the chain is read as far as it has come. */
  async readBlocks(): Promise<void> {
    for await (const page of blocksOf(this.contractId)) {
      await this.catchUp();
      for (const block of page) {
        await this.compare(block);
        if (this.so.blocks % OFTEN === 0) await this.wanted.progress?.(this.so);
      }
    }
  }

  private async compare(block: StoredBlock): Promise<void> {
    this.freelancerId = block.freelancerId;
    const fault = this.blocks.compare(block) ?? (await this.whyNotPictures(block));
    if (fault) this.doubts.set(block.startedAt, fault);
    else this.doubts.delete(block.startedAt);
    this.so.blocks += 1;
  }

  private async whyNotPictures(block: StoredBlock): Promise<Fault | null> {
    const words = await whyNotPictures(block, this.wanted.storage, this.so);
    return words === null ? null : { seq: this.blocks.keptBy(block.startedAt), words };
  }

  /** What did not fit may have changed between two questions: it is asked again until nothing has. */
  async secondLook(): Promise<(Fault | null)[]> {
    for (let look = 0; look < LOOKS; look += 1) {
      const doubtful = [...this.doubts.keys(), ...this.blocks.unseen().map(({ startedAt }) => startedAt)];
      for (const startedAt of doubtful) await this.lookAgain(startedAt);
      if ((await this.catchUp()) === 0) break;
    }
    const gone = this.blocks.unseen().map(({ fault }) => fault);
    return [this.broken, ...this.doubts.values(), ...gone, this.blocks.whyNotAsFound()];
  }

  private async lookAgain(startedAt: EpochSeconds): Promise<void> {
    const block = await findBlock(this.freelancerId, startedAt);
    await this.catchUp();
    if (block?.contractId !== this.contractId) return;
    await this.compare(block);
    this.so.blocks -= 1;
  }

  /** Sums and other tables: read between two ends of the chain that are the same, so that they belong together. */
  async aroundBlocks(): Promise<Fault | null> {
    for (let look = 1; ; look += 1) {
      const [things, totals] = [await thingsOf(this.contractId), await totalsOf(this.contractId)];
      if ((await this.catchUp()) > 0 && look < LOOKS) continue;
      return earliest([this.side.compare(things, this.blocks.isYounger), whyNotTotals(totals, this.blocks.totals())]);
    }
  }

  result(faults: readonly (Fault | null)[]): Checked {
    return { ...this.so, fault: earliest(faults), faults: faults.filter(Boolean).length };
  }
}

async function totalsOf(contractId: number): Promise<Map<string, Totals>> {
  const found = await rows<Record<string, number>>('SELECT * FROM day_totals WHERE contract_id = $1', [contractId]);
  return new Map(
    found.map(row => [
      `${row['day']} ${row['terms_id']}`,
      {
        ...{ blocks: Number(row['blocks']), seconds: Number(row['seconds']) },
        ...{ billable: Number(row['billable_seconds']), protected: Number(row['protected_seconds']) },
      },
    ]),
  );
}

function whyNotTotals(written: Map<string, Totals>, summed: Map<string, Totals>): Fault | null {
  for (const place of new Set([...written.keys(), ...summed.keys()])) {
    const [is, shouldBe] = [written.get(place) ?? nothing, summed.get(place) ?? nothing];
    const differs = (Object.keys(nothing) as (keyof Totals)[]).some(what => is[what] !== shouldBe[what]);
    const day = fromSeconds(Number(place.split(' ')[0]) * 86_400)
      .toISOString()
      .slice(0, 10);
    if (differs) return { seq: null, words: `The totals of ${day} are not the sum of its blocks.` };
  }
  return null;
}
