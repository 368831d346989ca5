import { canonicalJson } from '../../lib/canonical.ts';
import { publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import { type Context, system } from '../context.ts';
import { controlTotals, type EvidenceRow, readRows } from '../evidence/index.ts';
import { closeInvoices, reopenInvoices } from '../invoices/index.ts';
import { comparePeriodAgain } from '../reconciliation/index.ts';
import { freeze, markReopened, signOffsOf } from '../sign-offs/index.ts';
import { type Check, isReady } from './checks.ts';
import { type PeriodDetail, readPeriod } from './detail.ts';
import type { FrozenMonth } from './frozen.ts';
import { standingOf } from './standing.ts';

export type SignedOff =
  | { readonly status: 'done'; readonly period: PeriodDetail }
  | { readonly status: 'not_ready'; readonly checks: readonly Check[] }
  | { readonly status: 'is_open' }
  | { readonly status: 'is_closed' }
  | { readonly status: 'not_begun' };

/** Whoever signs off freezes the whole truth; who may see which part of it is asked when it is read. */
const everything = { ...system, permissions: ['costs:read'] } as const;

/** Closes a month: freezes what stands, and locks its decisions. With a line of the checklist that is not met only for a reason. */
export const signOffPeriod = (context: Context, month: string, reason: string | undefined): Promise<SignedOff> =>
  inScope(context.db, context.scope, async (tx): Promise<SignedOff> => {
    if (month > context.clock.today().toPlainYearMonth().toString()) return { status: 'not_begun' };
    const standing = await standingOf(tx, month, everything);
    if (!isReady(standing.checks) && reason === undefined) return { status: 'not_ready', checks: standing.checks };
    const [signOffId, at] = [context.ids(), context.clock.now()];
    const by = context.actor.name;
    const frozen: FrozenMonth = {
      month,
      signedOffBy: by,
      signedOffAt: at.toString(),
      reason: reason ?? null,
      counts: standing.counts,
      checks: standing.checks.map(({ id, state, sentence, count }) => ({ id, state, sentence, count })),
      totals: [...standing.totals],
      totalsWithoutCosts: await controlTotals(tx, { month }, { ...system, kind: 'person', personId: undefined, permissions: [] }),
      invoices: standing.invoices.map(({ header, ...invoice }) => ({ ...invoice, ...(header !== undefined && { header }) })),
      differences: await allRows(tx, month),
    };
    const isFirst = await freeze(tx, { signOffId, month, content: canonicalJson(frozen), reason, by, at });
    if (!isFirst) return { status: 'is_closed' };
    await closeInvoices(tx, month);
    await record(tx, context, {
      action: 'period.signedOff',
      object: month,
      after: {
        signOff: publicId('signOff', signOffId),
        differences: frozen.differences.length,
        notMet: standing.checks.filter(({ state }) => state !== 'met').map(({ id }) => id),
      },
      ...(reason !== undefined && { reason }),
    });
    return { status: 'done', period: await readPeriod(tx, context, month) };
  });

async function allRows(tx: Tx, month: string): Promise<EvidenceRow[]> {
  const rows: EvidenceRow[] = [];
  for await (const row of readRows(tx, { month }, everything)) rows.push(row);
  return rows;
}

/** Opens a closed month again; what was frozen is kept beside it. */
export const reopenPeriod = (context: Context, month: string, reason: string): Promise<SignedOff> =>
  inScope(context.db, context.scope, async (tx): Promise<SignedOff> => {
    const holding = (await signOffsOf(tx, month)).find(({ reopened }) => reopened === undefined);
    if (holding === undefined) return { status: 'is_open' };
    const reopened = { by: context.actor.name, at: context.clock.now(), reason };
    if (!(await markReopened(tx, holding.signOffId, reopened))) return { status: 'is_open' };
    await reopenInvoices(tx, month);
    await comparePeriodAgain(context, tx, { period: month, connectionIds: undefined });
    await record(tx, context, {
      action: 'period.reopened',
      object: month,
      before: { signOff: publicId('signOff', holding.signOffId) },
      reason,
    });
    return { status: 'done', period: await readPeriod(tx, context, month) };
  });
