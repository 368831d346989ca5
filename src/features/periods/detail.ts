import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { type Context, seesCosts } from '../context.ts';
import { type Frozen, signOffsOf } from '../sign-offs/index.ts';
import { type Standing, standingOf } from './standing.ts';

export type PeriodDetail = Standing & {
  readonly month: string;
  readonly costsLeftOut: boolean;
  /** The one that holds. */
  readonly signOff: Frozen | undefined;
  readonly changedSince: boolean;
  /** Reopened ones, newest first. */
  readonly history: readonly Frozen[];
};

/** A month with its checklist, its control totals and who signed it off. */
export const findPeriod = (context: Context, month: string): Promise<PeriodDetail> =>
  inScope(context.db, context.scope, (tx) => readPeriod(tx, context, month));

export async function readPeriod(tx: Tx, context: Context, month: string): Promise<PeriodDetail> {
  const signOffs = await signOffsOf(tx, month);
  const signOff = signOffs.find(({ reopened }) => reopened === undefined);
  return {
    month,
    ...(await standingOf(tx, month, context.actor)),
    costsLeftOut: !seesCosts(context.actor),
    signOff,
    changedSince: signOff !== undefined && (await hasMoved(tx, month, signOff.at)),
    history: signOffs.filter(({ reopened }) => reopened !== undefined),
  };
}

/** A difference or an invoice of the month is other than it was frozen. */
async function hasMoved(tx: Tx, month: string, since: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select exists (select from difference where period = ${month} and (changed_at > ${since} or first_seen_at > ${since}))
      or exists (select from provider_invoice where period = ${month} and changed_at > ${since}) as moved`.execute(tx);
  return rows[0]?.moved === true;
}
