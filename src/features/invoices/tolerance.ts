import { publicId } from '../../model/ids.ts';
import { Tolerance } from '../../model/tolerance.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';

export type ImportTolerance = { readonly tolerance: Tolerance; readonly by: string; readonly reason: string };

/** The tolerance that somebody set for this import alone; undefined: the account's counts. */
export const toleranceOfImport = (context: Context, invoiceId: string): Promise<ImportTolerance | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const row = await tx
      .selectFrom('provider_invoice')
      .select(['tolerance', 'tolerance_by', 'tolerance_reason'])
      .where('invoice_id', '=', invoiceId)
      .executeTakeFirst();
    if (row?.tolerance == null) return undefined;
    return { tolerance: Tolerance.parse(row.tolerance), by: row.tolerance_by ?? '', reason: row.tolerance_reason ?? '' };
  });

export type ToleranceOutcome =
  | { readonly status: 'set' }
  /** A month that was signed off is not judged by another measure afterwards. */
  | { readonly status: 'refused'; readonly because: 'unknown' | 'closed' };

/** Sets it for one import, or goes back to the account's (`tolerance` undefined). The next proof is made with it; no amount changes. */
export const setToleranceOfImport = (
  context: Context,
  invoiceId: string,
  { tolerance, reason }: { readonly tolerance: Tolerance | undefined; readonly reason: string },
): Promise<ToleranceOutcome> =>
  inScope(context.db, context.scope, async (tx): Promise<ToleranceOutcome> => {
    const before = await tx
      .selectFrom('provider_invoice')
      .select(['state', 'tolerance'])
      .where('invoice_id', '=', invoiceId)
      .forUpdate()
      .executeTakeFirst();
    if (before === undefined) return { status: 'refused', because: 'unknown' };
    if (before.state === 'closed') return { status: 'refused', because: 'closed' };
    const isOwn = tolerance !== undefined;
    await tx
      .updateTable('provider_invoice')
      .set({
        tolerance: isOwn ? JSON.stringify(tolerance) : null,
        tolerance_by: isOwn ? context.actor.name : null,
        tolerance_reason: isOwn ? reason : null,
      })
      .where('invoice_id', '=', invoiceId)
      .execute();
    await record(tx, context, {
      action: 'invoice.toleranceSet',
      object: publicId('invoice', invoiceId),
      before: { tolerance: before.tolerance },
      after: { tolerance: tolerance ?? null, reason },
    });
    return { status: 'set' };
  });
