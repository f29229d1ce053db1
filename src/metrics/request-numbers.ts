/** What this process has answered, and how quickly. It begins at zero with the process, as Prometheus expects of a counter. */
import type { Metric, Sample } from './exposition.ts';

/** @property route the pattern, such as `/contracts/:id`: never the address itself, which would name people's things */
export type Answered = { method: string; route: string; status: number; seconds: number };

export type RequestNumbers = { add(answered: Answered): void; metrics(): Metric[] };

/** Seconds. The last ones are the bounds in which a silent database and a slow act are given up. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 6, 12, 25];
/** The tracker's upload of a block. */
const INGEST = 'PUT /tracker-api/blocks/:id';

type Duration = { method: string; route: string; sum: number; count: number; within: number[] };

export function requestNumbers(): RequestNumbers {
  const answers = new Map<string, Sample>();
  const durations = new Map<string, Duration>();
  const blocks = { kept: 0, refused: 0, failed: 0 };

  function add({ method, route, status, seconds }: Answered): void {
    const name = `${method} ${route}`;
    const answer = entry(answers, `${name} ${status}`, () => ({
      labels: { method, route, status: String(status) },
      value: 0,
    }));
    answer.value += 1;
    const duration = entry(durations, name, () => ({ method, route, sum: 0, count: 0, within: BUCKETS.map(() => 0) }));
    duration.sum += seconds;
    duration.count += 1;
    BUCKETS.forEach((most, place) => seconds <= most && (duration.within[place]! += 1));
    if (name === INGEST) blocks[status < 400 ? 'kept' : status < 500 && status !== 429 ? 'refused' : 'failed'] += 1;
  }

  const metrics = (): Metric[] => [
    {
      ...{ name: 'impact_time_requests_total', type: 'counter', help: 'Requests answered by this process.' },
      samples: [...answers.values()],
    },
    {
      ...{ name: 'impact_time_request_seconds', type: 'histogram', help: 'Time until a request was answered.' },
      samples: [...durations.values()].flatMap(samplesOf),
    },
    {
      ...{
        name: 'impact_time_blocks_total',
        type: 'counter',
        help: 'Blocks that trackers sent, by what became of them.',
      },
      samples: Object.entries(blocks).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
  ];
  return { add, metrics };
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

function samplesOf({ method, route, sum, count, within }: Duration): Sample[] {
  const name = 'impact_time_request_seconds';
  const labels = { method, route };
  return [
    ...within.map((value, place) => ({
      name: `${name}_bucket`,
      labels: { ...labels, le: String(BUCKETS[place]) },
      value,
    })),
    { name: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count },
    { name: `${name}_sum`, labels, value: sum },
    { name: `${name}_count`, labels, value: count },
  ];
}
