import { must } from '../../lib/must.ts';
import { VersionState } from '../../model/invoice.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { compareKept, type KeptVersion } from './compare-kept.ts';
import type { ImportWatch, VersionProblem } from './import-input.ts';
import { publishVersion } from './publish-version.ts';
import { kindOf, moveInvoice } from './store.ts';
import { openSuspense } from './suspense.ts';

type Settled = { readonly state: VersionState; readonly lines: number; readonly problems: readonly VersionProblem[] };

/**
 * A staged version is compared with the one before it, then published when it ties, else shown as not complete. Repeatable: a killed one is
 * settled by the next import of the same invoice.
 */
export async function settleVersion(context: Context, invoiceId: string, n: number, watch: ImportWatch): Promise<Settled> {
  const { version, base } = await inScope(context.db, everything, async (tx) => {
    const rows = await tx
      .selectFrom('invoice_version')
      .select(['n', 'kind', 'state', 'changes', 'published_at', 'fetched_at'])
      .where('invoice_id', '=', invoiceId)
      .where('n', '<=', n)
      .orderBy('n', 'desc')
      .execute();
    const [own, ...earlier] = rows;
    return { version: must(own, 'the version'), base: earlier.find((row) => row.published_at !== null) ?? earlier[0] };
  });
  // What another version stands above is in nobody's use: nothing came or went with it.
  if (version.changes === null && version.state !== 'superseded' && base !== undefined) {
    const changes = await compareKept(context, invoiceId, { older: keptOf(base), newer: keptOf(version), signal: watch.signal });
    await inScope(context.db, everything, (tx) =>
      tx
        .updateTable('invoice_version')
        .set({ changes: JSON.stringify({ against: base.n, ...changes }) })
        .where('invoice_id', '=', invoiceId)
        .where('n', '=', n)
        .execute(),
    );
  }
  return judgeVersion(context, invoiceId, n);
}

type Row = { readonly n: number; readonly kind: string; readonly fetched_at: Temporal.Instant };
const keptOf = ({ n, kind, fetched_at: fetchedAt }: Row): KeptVersion => ({ n, kind: kindOf(kind), fetchedAt });

const judgeVersion = (context: Context, invoiceId: string, n: number): Promise<Settled> =>
  inScope(context.db, everything, async (tx) => {
    await tx.selectFrom('provider_invoice').select('invoice_id').where('invoice_id', '=', invoiceId).forUpdate().executeTakeFirstOrThrow();
    const row = await tx
      .selectFrom('invoice_version')
      .select(['state', 'lines', 'tie', 'problems'])
      .where('invoice_id', '=', invoiceId)
      .where('n', '=', n)
      .executeTakeFirstOrThrow();
    const state = VersionState.parse(row.state);
    const problems = row.problems as readonly VersionProblem[]; // written by stageVersion
    const settled = { lines: Number(row.lines), problems };
    if (state === 'superseded') return { ...settled, state };
    const isGood = row.tie !== 'notTied' && problems.length === 0;
    if (isGood && state !== 'published') await publishVersion(context, tx, { invoiceId, n });
    if (!isGood && state !== 'published') {
      const now = context.clock.now();
      await tx.updateTable('invoice_version').set({ state: 'notTying' }).where('invoice_id', '=', invoiceId).where('n', '=', n).execute();
      await tx
        .updateTable('provider_invoice')
        .set({ suspense_lines: (await openSuspense(tx, invoiceId, n)).lines })
        .where('invoice_id', '=', invoiceId)
        .where('published_version', 'is', null)
        .execute();
      await moveInvoice(tx, invoiceId, 'notComplete', now);
    }
    return { ...settled, state: isGood || state === 'published' ? 'published' : 'notTying' };
  });
