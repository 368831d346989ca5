import type { Marketplace } from '../../connectors/ports.ts';
import { holdLease, type Lease } from '../../platform/db/lease.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { accessSyncer } from '../access/index.ts';
import type { Context } from '../context.ts';
import { keepEach, noteQuarantined, readingAt } from './walk.ts';

export type RereadAccess = {
  readonly connectionId: string;
  readonly remote: Marketplace;
  readonly lease: Lease;
  readonly signal: AbortSignal;
};

/** Reads who may do what at customers again, outside a run, because somebody told of a change. Nothing is taken for gone: that is for a full reading. */
export async function rereadAccess(context: Context, { connectionId, remote, lease, signal }: RereadAccess): Promise<void> {
  const run = { context, connectionId, runId: context.ids() };
  let askedAt = context.clock.now();
  for await (const page of accessSyncer.list(remote, undefined, signal)) {
    const reading = readingAt(run, askedAt);
    await inScope(context.db, everything, async (tx) => {
      await holdLease(tx, lease);
      const kept = await keepEach(tx, page.items, (items) => accessSyncer.keep(tx, reading, items));
      await noteQuarantined(tx, run, accessSyncer.kind, [...page.quarantined, ...kept.refused]);
    });
    askedAt = context.clock.now();
  }
}
