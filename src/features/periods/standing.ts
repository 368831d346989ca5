import { sql } from 'kysely';
import { statesOfTab } from '../../model/worklist.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Actor } from '../context.ts';
import { type ControlTotal, controlTotals, isTied } from '../evidence/index.ts';
import type { DifferenceFilter } from '../reconciliation/index.ts';
import { filtered } from '../reconciliation/index.ts';
import { type Check, checklist, type Facts } from './checks.ts';
import { type InvoiceTotal, invoiceFacts } from './invoice-facts.ts';

export type Counts = Readonly<Record<'todo' | 'waiting' | 'resolved' | 'dismissed', number>>;

/** A month as it stands now. */
export type Standing = {
  readonly counts: Counts;
  readonly checks: readonly Check[];
  readonly totals: readonly ControlTotal[];
  readonly invoices: readonly InvoiceTotal[];
};

export async function standingOf(tx: Tx, month: string, actor: Actor): Promise<Standing> {
  const count = async (filter: DifferenceFilter): Promise<number> => {
    const { n } = await filtered(tx, { ...filter, month }, actor)
      .select(sql<number>`count(*)::int`.as('n'))
      .executeTakeFirstOrThrow();
    return n;
  };
  const counts = {
    todo: await count({ state: statesOfTab.todo }),
    waiting: await count({ state: statesOfTab.waiting }),
    resolved: await count({ state: statesOfTab.resolved }),
    dismissed: await count({ state: statesOfTab.dismissed }),
  };
  const totals = await controlTotals(tx, { month }, actor);
  const invoices = await invoiceFacts(tx, month);
  const facts: Facts = {
    unmapped: await count({ state: statesOfTab.todo, kind: ['unmapped_customer', 'unmapped_product'] }),
    unowned: await count({ state: statesOfTab.todo, owner: 'none' }),
    waiting: counts.waiting,
    invoices,
    isCompared: await isCompared(tx, month, invoices.changedAt),
    incomplete: await incompleteSources(tx),
    untied: [...new Set(totals.filter((total) => !isTied(total)).map(({ currency }) => currency))],
  };
  return { counts, checks: checklist(facts), totals, invoices: invoices.totals };
}

/** Compared since the last change of its invoices; undefined: never compared. */
async function isCompared(tx: Tx, month: string, changedAt: Temporal.Instant | undefined): Promise<boolean | undefined> {
  const run = await tx
    .selectFrom('reconciliation_run')
    .select('started_at')
    .where('period', '=', month)
    .where('state', '=', 'completed')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (run === undefined) return undefined;
  return changedAt === undefined || Temporal.Instant.compare(run.started_at, changedAt) >= 0;
}

async function incompleteSources(tx: Tx): Promise<string[] | undefined> {
  const { rows } = await sql<{ names: string[] }>`
    select array(select source ->> 'name' from jsonb_array_elements(sources) source where source ->> 'verdict' <> 'complete') as names
    from reconciliation_run where period is null and state = 'completed' order by started_at desc limit 1`.execute(tx);
  return rows[0]?.names;
}
