import { z } from 'zod';
import { DifferenceKind } from '../../model/difference.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

const Sources = z.array(z.object({ connectionId: z.string(), name: z.string(), readAt: z.string().optional(), verdict: z.string() }));
const Counts = z.record(z.string(), z.number());
const Inputs = z.object({
  files: z.array(
    z.object({
      holds: z.enum(['lines', 'usage', 'items', 'oldLicences', 'oldUsage']),
      number: z.string(),
      connectionId: z.string(),
      version: z.number(),
      contentHash: z.string(),
      fetchedAt: z.string(),
      isComplete: z.boolean(),
    }),
  ),
  leftOut: z.array(z.string()),
});
const Control = z.array(
  z.object({
    invoice: z.string(),
    connectionId: z.string(),
    version: z.number(),
    ruleSet: z.string(),
    currency: z.string(),
    lines: z.number(),
    subtotal: z.string(),
    tax: z.string(),
    total: z.string(),
  }),
);
const KindMoney = z.array(z.object({ kind: DifferenceKind, currency: z.string(), count: z.number(), amount: z.string() }));

/** A comparison as it was: of the books, or (with a period) of one month's invoices. */
export type RunView = {
  readonly runId: string;
  readonly state: 'running' | 'completed' | 'failed';
  readonly period: string | undefined;
  readonly startedAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant | undefined;
  readonly sources: z.output<typeof Sources>;
  readonly counts: z.output<typeof Counts>;
  readonly invoices: z.output<typeof Inputs>['files'];
  readonly leftOut: readonly string[];
  readonly control: z.output<typeof Control>;
  readonly money: z.output<typeof KindMoney>;
};

const most = 20;

/** The last comparisons, newest first; with a period those of that month. */
export const listRuns = (context: Context, period?: string): Promise<RunView[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await tx
      .selectFrom('reconciliation_run')
      .selectAll()
      .$if(period !== undefined, (query) => query.where('period', '=', period ?? ''))
      .orderBy('started_at', 'desc')
      .orderBy('run_id', 'desc')
      .limit(most)
      .execute();
    return rows.map((row): RunView => {
      const { files, leftOut } = row.inputs === null ? { files: [], leftOut: [] } : Inputs.parse(row.inputs);
      return {
        runId: row.run_id,
        state: row.state === 'running' ? 'running' : row.state === 'failed' ? 'failed' : 'completed',
        period: row.period ?? undefined,
        startedAt: row.started_at,
        endedAt: row.ended_at ?? undefined,
        sources: Sources.parse(row.sources),
        counts: Counts.parse(row.counts),
        invoices: files,
        leftOut,
        control: Control.parse(row.control ?? []),
        money: KindMoney.parse(row.money ?? []),
      };
    });
  });
