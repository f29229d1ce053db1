/** A diary as a list: a line for neighbouring blocks that say the same, or for each block. Rules only. */
import type { Day } from '../kernel/time.ts';
import { together } from './runs.ts';

type Block = Parameters<typeof together>[0][number] & {
  day: Day;
  inputSeconds: number;
  said: { comments: number; openFlags: number } | null;
};

/** `first` is the block it begins with; comments and open flags are those of all of its blocks, `talk` is where they are. */
export type ListLine<B> = {
  first: B;
  to: string;
  blocks: number;
  seconds: number;
  inputSeconds: number;
  comments: number;
  openFlags: number;
  talk: B | null;
};

/** @param blocks oldest first */
export function linesByDay<B extends Block>(
  blocks: readonly B[],
  grouped: boolean,
): { day: Day; lines: ListLine<B>[] }[] {
  const days = [...new Set(blocks.map(({ day }) => day))];
  return days.map(day => {
    const within = blocks.filter(block => block.day === day);
    return { day, lines: (grouped ? together(within) : within.map(block => [block])).map(lineOf) };
  });
}

function lineOf<B extends Block>(run: readonly B[]): ListLine<B> {
  const sum = (of: (block: B) => number): number => run.reduce((total, block) => total + of(block), 0);
  return {
    ...{ first: run[0]!, to: run.at(-1)!.to, blocks: run.length },
    ...{ seconds: sum(({ seconds }) => seconds), inputSeconds: sum(({ inputSeconds }) => inputSeconds) },
    comments: sum(({ said }) => said?.comments ?? 0),
    openFlags: sum(({ said }) => said?.openFlags ?? 0),
    talk: run.find(({ said }) => said && said.openFlags > 0) ?? run.find(({ said }) => said) ?? null,
  };
}
