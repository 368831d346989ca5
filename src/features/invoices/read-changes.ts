import { z } from 'zod';
import type { InvoiceKind } from '../../model/invoice.ts';
import type { BlobReader } from '../../platform/blobs/blob-reader.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type Identities, identify } from './line-ids.ts';
import { type LineView, lineView } from './line-view.ts';
import { readPosition, writePosition } from './position.ts';
import { versionIn } from './queries.ts';

const KeptChange = z.object({
  change: z.enum(['added', 'removed']),
  dated: z.string(),
  noticedOn: z.string(),
  effect: z.string(),
  currency: z.string(),
  lineNo: z.number(),
  columns: z.array(z.tuple([z.string(), z.string()])),
});

export type ReadChange = z.infer<typeof KeptChange> & { readonly view: LineView };
export type ChangePage = {
  readonly changes: readonly ReadChange[];
  readonly ids: Identities;
  readonly nextCursor: string | null;
  readonly total: number;
};

/** The lines of a file of changes, from this one on, counted from 0. */
export async function* eachChange(blob: BlobReader, kind: InvoiceKind, from = 0): AsyncGenerator<ReadChange> {
  for await (const frame of blob.frames(await blob.frameOfRecord(from))) {
    const lines = frame.content.toString('utf8').split('\n').slice(0, -1);
    for (const text of lines.slice(Math.max(0, from - frame.firstRecord))) {
      const change = KeptChange.parse(JSON.parse(text));
      yield { ...change, view: lineView(kind, change.columns) };
    }
  }
}

const none: Identities = { customers: new Map(), subscriptions: new Map() };

/** A page of what a version changed, in the order in which it was written. Undefined when there is no such version. */
export async function readChanges(
  context: Context,
  invoiceId: string,
  { n, cursor, limit }: { readonly n: number; readonly cursor?: string | undefined; readonly limit: number },
): Promise<ChangePage | undefined> {
  const version = await inScope(context.db, context.scope, (tx) => versionIn(tx, invoiceId, n));
  if (version === undefined) return undefined;
  const { record } = readPosition(cursor);
  const kept = version.changes?.blob;
  if (kept === undefined) return { changes: [], ids: none, nextCursor: null, total: 0 };
  const blob = await context.blobs.open(kept);
  const changes: ReadChange[] = [];
  try {
    for await (const change of eachChange(blob, version.kind, record)) {
      changes.push(change);
      if (changes.length === limit) break;
    }
    const next = record + changes.length;
    const ids = await inScope(context.db, context.scope, (tx) =>
      identify(
        tx,
        version.connectionId,
        changes.map(({ view }) => view),
      ),
    );
    return {
      changes,
      ids,
      nextCursor: next < blob.footer.records ? writePosition({ file: 0, record: next }) : null,
      total: blob.footer.records,
    };
  } finally {
    await blob.close();
  }
}
