import { must } from '../../lib/must.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { compareKept } from './compare-kept.ts';
import { versionIn } from './queries.ts';
import { eachChange, type ReadChange } from './read-changes.ts';

/**
 * The lines that came or went between two versions of an invoice: those of the later one under their numbers there. What a version changed is kept
 * with it, against the one that was published before; against an earlier one the two are compared now.
 */
export async function* changesSince(
  context: Context,
  invoiceId: string,
  { since, n, signal }: { readonly since: number; readonly n: number; readonly signal: AbortSignal },
): AsyncGenerator<ReadChange> {
  if (since >= n) return;
  const [older, newer] = await inScope(context.db, everything, async (tx) => [
    must(await versionIn(tx, invoiceId, since), 'the earlier version'),
    must(await versionIn(tx, invoiceId, n), 'the later version'),
  ]);
  const changes = newer.changes?.against === since ? newer.changes : await compareKept(context, invoiceId, { older, newer, signal });
  if (changes.blob === undefined) return;
  const blob = await context.blobs.open(changes.blob);
  try {
    yield* eachChange(blob, newer.kind);
  } finally {
    await blob.close();
  }
}
