import { type RecordAges, readRecordAges } from '../features/connections/index.ts';
import type { Context } from '../features/context.ts';
import { publicId } from '../model/ids.ts';
import type { Ledger } from '../model/sync-kind.ts';

type Source = { connectionId: string; name: string } | null;

/** How fresh a record is, in the contract's words (src/contract/as-of.ts). */
export type AsOf = {
  (connectionId: string | undefined, readAt: Temporal.Instant, ledger?: Ledger): { readAt: string; source: Source; isStale: boolean };
  (
    connectionId: string | undefined,
    readAt: Temporal.Instant | null,
    ledger?: Ledger,
  ): { readAt: string | null; source: Source; isStale: boolean };
};

/** One for each answer: `asOf(connectionId, readAt)` on each of its records. */
export const asOfIn = async (context: Context): Promise<AsOf> => asOfBy(await readRecordAges(context));

function asOfBy(ages: RecordAges): AsOf {
  const asOf = (connectionId: string | undefined, readAt: Temporal.Instant | null, ledger: Ledger = 'books') => {
    if (readAt === null) return { readAt, source: null, isStale: false };
    const { source, isStale } = ages(connectionId, readAt, ledger);
    const shown = source && { ...source, connectionId: publicId('connection', source.connectionId) };
    return { readAt: readAt.toString(), source: shown, isStale };
  };
  return asOf as AsOf; // an instant in, an instant out: the two signatures say so
}
