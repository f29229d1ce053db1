/** Numbers as Prometheus reads them: its text format, version 0.0.4. Rules only. */

export type Sample = { name?: string; labels?: Readonly<Record<string, string>>; value: number };
/** @property name of all samples that have none of their own; the name of a histogram's sample ends in `_bucket`, `_sum` or `_count` */
export type Metric = { name: string; help: string; type: 'counter' | 'gauge' | 'histogram'; samples: Sample[] };

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export const printed = (metrics: readonly Metric[]): string =>
  metrics
    .flatMap(({ name, help, type, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(sample => `${sample.name ?? name}${labelsOf(sample.labels ?? {})} ${sample.value}`),
    ])
    .map(line => `${line}\n`)
    .join('');

function labelsOf(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, text]) => `${name}="${escaped(text)}"`);
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

const escaped = (text: string): string => text.replace(/[\\"\n]/g, mark => (mark === '\n' ? '\\n' : `\\${mark}`));
