import { type ConnectionId, publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { writeSetting } from '../settings/index.ts';

export type AcceptLossOutcome =
  /** `doubts`: in sentences, what the next reading may believe. */
  | { readonly status: 'accepted'; readonly doubts: readonly string[] }
  | { readonly status: 'refused'; readonly because: 'unknownConnection' | 'nothingDoubted' };

/** After a day the other system has to be looked at anew. */
const holds = { hours: 24 };
const nameOf = (connectionId: string): string => `acceptedLoss ${connectionId}`;

/**
 * A person has looked at the other system: what is missing from its answers is really gone. The next full reading believes what came short
 * before, if it comes exactly as short again; anything else is doubted as ever.
 */
export function acceptLoss(context: Context, connectionId: ConnectionId, reason: string): Promise<AcceptLossOutcome> {
  return inScope(context.db, everything, async (tx): Promise<AcceptLossOutcome> => {
    const connection = await tx.selectFrom('connection').select('name').where('connection_id', '=', connectionId).executeTakeFirst();
    if (connection === undefined) return { status: 'refused', because: 'unknownConnection' };
    const doubts = (await openDoubts(tx, connectionId)).map(({ subject, reason: doubt }) => `${subject}: ${doubt}`);
    if (doubts.length === 0) return { status: 'refused', because: 'nothingDoubted' };
    const now = context.clock.now();
    await writeSetting(tx, context, nameOf(connectionId), { until: now.add(holds).toString() });
    const after = { connection: connection.name, count: doubts.length, doubts: doubts.slice(0, 100) };
    await record(tx, context, { action: 'sync.lossAccepted', object: publicId('connection', connectionId), after, reason });
    return { status: 'accepted', doubts };
  });
}

const openDoubts = (tx: Tx, connectionId: string) =>
  tx
    .selectFrom('sync_problem')
    .select(['subject', 'reason'])
    .where('connection_id', '=', connectionId)
    .where('code', 'in', ['suspicious_count', 'reading_suspicious'])
    .where('solved_at', 'is', null)
    .orderBy('at')
    .execute();

/** Whether a person has accepted what was short before. */
export async function isLossAccepted(tx: Tx, connectionId: string, now: Temporal.Instant): Promise<boolean> {
  const row = await tx.selectFrom('setting').select('changed_at').where('name', '=', nameOf(connectionId)).executeTakeFirst();
  return row !== undefined && Temporal.Instant.compare(now, row.changed_at.add(holds)) < 0;
}

/** Used up by one full reading. */
export const endAcceptance = (tx: Tx, connectionId: string) => tx.deleteFrom('setting').where('name', '=', nameOf(connectionId)).execute();
