import { Cloud } from '../../../model/cloud.ts';
import type { MicrosoftCustomer } from '../../../model/customer.ts';
import { ownReseller } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { changePlan, lockPlan, type PlanRefusal, readPlan, refusal, whyNotApply } from '../duplicates/plan-store.ts';
import { decidingCustomers } from '../identity-lock.ts';
import { keepCustomersLocked } from '../keep.ts';
import { type ImportAction, type ImportRow, isImported } from './classify.ts';
import { ImportPlan } from './plan-import.ts';

const pageRows = 500;

export type Imported =
  | { readonly status: 'imported'; readonly connectionId: string; readonly report: Readonly<Record<ImportAction, number>> }
  | PlanRefusal;

/**
 * Keeps what the plan showed, page by page, each in a transaction of its own. A killed import is applied once more: what is there already is
 * seen again and changes nothing.
 */
export async function applyImport(context: Context, planId: string): Promise<Imported> {
  const plan = await inScope(context.db, context.scope, (tx) => readPlan(tx, planId));
  const not = whyNotApply(plan, context.clock.now());
  if (plan === undefined || not !== undefined) return not ?? refusal('not_found', 'There is no such plan.');
  const { connectionId, rows } = ImportPlan.parse(plan.wish);
  const wanted = rows.filter(isImported);
  // What was read at the preview is as old as the preview: a sync that read since wins.
  for (let from = 0; from < wanted.length; from += pageRows)
    await inScope(context.db, context.scope, (tx) =>
      keepPage(tx, context, connectionId, wanted.slice(from, from + pageRows), plan.createdAt),
    );
  const report = reportOf(rows);
  const ended = await inScope(context.db, context.scope, async (tx) => {
    const locked = await lockPlan(tx, planId);
    if (locked?.state !== 'previewed') return false;
    await changePlan(tx, context, locked, { state: 'applied', done: report, told: report });
    return true;
  });
  return ended ? { status: 'imported', connectionId, report } : refusal('conflict', 'Somebody else applied this plan meanwhile.');
}

async function keepPage(
  tx: Tx,
  context: Context,
  connectionId: string,
  rows: readonly ImportRow[],
  seenAt: Temporal.Instant,
): Promise<void> {
  await decidingCustomers(tx);
  const ids = await keepCustomersLocked(tx, { connectionId, seenAt, ids: context.ids }, rows.map(toCustomer));
  const sold = rows.flatMap(({ resellerMpn, resellerName }, index) => {
    const customer_id = ids[index];
    return customer_id === undefined || resellerMpn === ''
      ? []
      : [
          {
            customer_id,
            connection_id: connectionId,
            reseller_id: ownReseller,
            mpn: resellerMpn,
            name: resellerName,
            changed_at: context.clock.now(),
          },
        ];
  });
  if (sold.length === 0) return;
  await tx
    .insertInto('customer_reseller')
    .values(sold)
    .onConflict((conflict) =>
      conflict.columns(['customer_id', 'connection_id']).doUpdateSet((excluded) => ({
        mpn: excluded.ref('excluded.mpn'),
        name: excluded.ref('excluded.name'),
        changed_at: excluded.ref('excluded.changed_at'),
      })),
    )
    .execute();
}

const toCustomer = ({ tenantId, cloud, name, domain, relationship, country }: ImportRow): MicrosoftCustomer => ({
  tenantId,
  cloud: Cloud.parse(cloud),
  name,
  domain,
  relationship,
  ...(country !== '' && { country }),
});

const none: Record<ImportAction, number> = { create: 0, link: 0, update: 0, unchanged: 0, conflict: 0, hold: 0, left: 0 };

export const reportOf = (rows: readonly Pick<ImportRow, 'action'>[]): Record<ImportAction, number> => {
  const report = { ...none };
  for (const { action } of rows) report[action] += 1;
  return report;
};
