/** What is promised, beside what was measured. */
import type { BlockSize } from './size-seed.ts';
import type { HistoryCost } from './twenty-years.ts';
import type { Life, Screens } from './one-life.ts';
import type { TargetName } from './targets.ts';

export type Measured = {
  lives: Map<TargetName, Life>;
  starts: Map<TargetName, number>;
  size: { mysql: BlockSize; sqlite: BlockSize };
  history: { newcomer: HistoryCost; veteran: HistoryCost };
  screens: Screens;
};

/**
 * @property relation `ratio` compares with the bare twin, `size` ours alone
 * @property side whether ours should be at least or at most the limit
 */
export type Goal = {
  words: string;
  unit: string;
  digits: number;
  ours: number;
  bare: number | null;
  sqlite: number | null;
  relation: 'ratio' | 'size';
  side: 'least' | 'most';
  limit: number;
};

type Figure = Omit<Goal, 'ours' | 'bare' | 'sqlite'> & { of: keyof Life };

const ratio = (of: keyof Life, words: string, unit: string, side: Goal['side'], limit: number): Figure => ({
  ...{ of, words, unit, side, limit, relation: 'ratio' },
  digits: 1,
});
const most = (of: keyof Life, words: string, unit: string, limit: number): Figure => ({
  ...{ of, words, unit, limit, relation: 'size', side: 'most' },
  digits: 0,
});

const figures: Figure[] = [
  ratio('fullHdPerSecond', 'ingest 1080p, 8 at once', 'blocks/s', 'least', 0.8),
  ratio('fourKPerSecond', 'ingest 4K, 8 at once', 'blocks/s', 'least', 0.8),
  ratio('fullHdCpuMs', 'CPU per 1080p block', 'ms', 'most', 1.25),
  ratio('fourKCpuMs', 'CPU per 4K block', 'ms', 'most', 1.25),
  ratio('pageMs', 'day page of 144 blocks, p50', 'ms', 'most', 1.3),
  ratio('busyPageWorstMs', 'day page while ingesting, p99', 'ms', 'most', 2),
  most('pageBytes', 'day page, compressed', 'B', 6_000),
  most('idleMb', 'memory, idle', 'MB', 120),
  most('peakMb', 'memory, peak', 'MB', 300),
];

/** 20 years may cost this much more than a day, which is the noise of the measurement. */
const SAME = 1.1;

export function goals({ lives, starts, size, history }: Measured): Goal[] {
  const measured = figures.map(({ of, ...figure }): Goal => {
    const from = (name: TargetName): number => lives.get(name)![of];
    return { ...figure, ours: from('ours'), bare: from('bare'), sqlite: from('SQLite') };
  });
  const start = (name: TargetName): number => starts.get(name)!;
  const alone = { bare: null, sqlite: null, relation: 'size', side: 'most' } as const;
  const { newcomer, veteran } = history;
  return [
    ...measured,
    {
      ...{ ...alone, words: 'cold start to the first page', unit: 'ms', digits: 0, limit: 1_000 },
      ...{ ours: start('ours'), bare: start('bare'), sqlite: start('SQLite') },
    },
    {
      ...{ ...alone, words: 'database per block', unit: 'B', digits: 1, limit: 160 },
      ...{ ours: size.mysql.total, sqlite: size.sqlite.total },
    },
    {
      ...{ ...alone, words: 'day page, 20 years : one day', unit: 'x', digits: 2, limit: SAME },
      ours: veteran.pageMs / newcomer.pageMs,
    },
    {
      ...{ ...alone, words: 'block, 20 years : one day', unit: 'x', digits: 2, limit: SAME },
      ours: veteran.blockMs / newcomer.blockMs,
    },
  ];
}

/** What the limit is held against. */
export const held = ({ relation, ours, bare }: Goal): number => (relation === 'ratio' ? ours / (bare ?? NaN) : ours);

export const isReached = (goal: Goal): boolean =>
  goal.side === 'least' ? held(goal) >= goal.limit : held(goal) <= goal.limit;
