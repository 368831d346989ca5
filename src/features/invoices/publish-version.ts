import { publicId } from '../../model/ids.ts';
import { isProvable } from '../../model/invoice.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { comparePeriodAgain, proveAgain } from '../reconciliation/index.ts';
import { kindOf, moveInvoice } from './store.ts';
import { openSuspense } from './suspense.ts';

/** From here on this version is what is compared and billed; what was used before stays readable (M3). Its month is compared anew. */
export async function publishVersion(
  context: Context,
  tx: Tx,
  { invoiceId, n, reason }: { readonly invoiceId: string; readonly n: number; readonly reason?: string | undefined },
): Promise<void> {
  const now = context.clock.now();
  await tx
    .updateTable('invoice_version')
    .set({ state: 'superseded' })
    .where('invoice_id', '=', invoiceId)
    .where('n', '<', n)
    .where('state', '<>', 'superseded')
    .execute();
  await tx
    .updateTable('invoice_version')
    .set({ state: 'published', published_at: now, published_by: context.actor.name, reason: reason ?? null })
    .where('invoice_id', '=', invoiceId)
    .where('n', '=', n)
    .execute();
  const { period, kind, number } = await tx
    .updateTable('provider_invoice')
    .set({ published_version: n, suspense_lines: (await openSuspense(tx, invoiceId, n)).lines, changed_at: now })
    .where('invoice_id', '=', invoiceId)
    .returning(['period', 'kind', 'number'])
    .executeTakeFirstOrThrow();
  await moveInvoice(tx, invoiceId, 'complete', now);
  await record(tx, context, {
    action: 'invoice.published',
    object: publicId('invoice', invoiceId),
    after: { version: n },
    ...(reason !== undefined && { reason }),
  });
  await comparePeriodAgain(context, tx, { period, connectionIds: undefined });
  if (isProvable[kindOf(kind)]) await proveAgain(context, tx, invoiceId, number === '' ? `${period}, not billed yet` : number);
}
