/** What a reader asks a report for, as the address says it. */
import { z } from 'zod';
import { measures } from './chart.ts';
import { periodOf, periodWords } from './period.ts';
import { ways } from './report.ts';

const text = z.string().trim().default('');

/** Anything that is not among the choices is the first of them; days that make no period are told. */
export const asked = (now: Date) =>
  z
    .object({
      from: text,
      to: text,
      contract: text.transform(typed => (/^\d{1,9}$/.test(typed) ? Number(typed) : null)),
      by: z.enum(ways).catch('week'),
      show: z.enum(measures).catch('time'),
    })
    .transform(({ from, to, ...rest }, context) => {
      const period = periodOf({ from, to }, now);
      if (!('refusal' in period)) return { ...rest, period };
      context.addIssue({ code: 'custom', path: [period.field], message: periodWords[period.refusal] });
      return z.NEVER;
    });

export type Asked = z.output<ReturnType<typeof asked>>;
