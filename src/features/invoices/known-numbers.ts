import type { InvoiceKind } from '../../model/invoice.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** Numbers of a connection's invoices that are here, of one kind. */
export async function knownNumbers(tx: Tx, connectionId: string, kind: InvoiceKind): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('provider_invoice')
    .select('number')
    .where('connection_id', '=', connectionId)
    .where('kind', '=', kind)
    .where('number', '!=', '')
    .where('versions', '>', 0)
    .execute();
  return new Set(rows.map(({ number }) => number));
}
