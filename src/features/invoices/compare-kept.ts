import type { InvoiceKind } from '../../model/invoice.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { compareVersions } from './changes/compare-versions.ts';
import type { VersionChanges } from './changes/write-changes.ts';
import { readVersionFiles } from './open-version.ts';

export type KeptVersion = { readonly n: number; readonly kind: InvoiceKind; readonly fetchedAt: Temporal.Instant };

/** What the later of two versions of an invoice changed against the earlier one, noticed on the day on which it came. */
export async function compareKept(
  context: Context,
  invoiceId: string,
  { older, newer, signal }: { readonly older: KeptVersion; readonly newer: KeptVersion; readonly signal?: AbortSignal | undefined },
): Promise<VersionChanges> {
  const side = async ({ n, kind }: KeptVersion) => ({
    kind,
    files: await inScope(context.db, everything, (tx) => readVersionFiles(tx, invoiceId, n)),
  });
  return compareVersions(context, {
    older: await side(older),
    newer: await side(newer),
    noticedOn: newer.fetchedAt.toString().slice(0, 10),
    signal,
  });
}
