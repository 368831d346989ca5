import { sql } from 'kysely';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { publishVersion } from './publish-version.ts';

export type PublishOutcome =
  | { readonly status: 'published' }
  | { readonly status: 'refused'; readonly because: 'unknown' | 'published' | 'superseded' | 'underWay' };

/** A person uses a version that does not tie, and says why; the trail keeps both. What remains stays a number on the invoice (M4). */
export const publishInvoice = (
  context: Context,
  { invoiceId, n, reason }: { readonly invoiceId: string; readonly n: number; readonly reason: string },
): Promise<PublishOutcome> =>
  inScope(context.db, context.scope, async (tx) => {
    await sql`select from provider_invoice where invoice_id = ${invoiceId}::uuid for update`.execute(tx);
    const version = await tx
      .selectFrom('invoice_version')
      .select('state')
      .where('invoice_id', '=', invoiceId)
      .where('n', '=', n)
      .executeTakeFirst();
    if (version === undefined) return { status: 'refused', because: 'unknown' };
    if (version.state === 'published' || version.state === 'superseded') return { status: 'refused', because: version.state };
    if (version.state === 'staged') return { status: 'refused', because: 'underWay' };
    await publishVersion(context, tx, { invoiceId, n, reason });
    return { status: 'published' };
  });
