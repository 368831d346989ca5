import type { Marketplace } from '../../connectors/ports.ts';
import { atOnce } from '../../lib/at-once.ts';
import { isAppError } from '../../lib/errors.ts';
import type { FeedOutcome } from '../../model/feed.ts';
import { idOf } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { whileLeased } from '../../platform/db/keep-lease.ts';
import { claimLease, type Lease } from '../../platform/db/lease.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { withPriority } from '../../platform/http/priority.ts';
import { openConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { rereadAccess, rereadCustomer, startSync } from '../sync/index.ts';
import { afterFailure, afterReading } from './folding.ts';
import { pollActivity } from './poll-activity.ts';
import { parseResource } from './resource.ts';
import { endEvents, keepReadings, listReady, type Waiting } from './store.ts';

/** Readings at one account at the same time; the remote's own rate slows them further. */
const mostAtOnce = 6;
/** Resources of one pass; the next pass takes the rest. */
const mostInAPass = 2_000;
/** A pass ends after so long, so that another worker may take the next one. */
const longestPassSeconds = 20;

type Pass = {
  readonly context: Context;
  readonly connectionId: string;
  readonly remote: Marketplace;
  readonly lease: Lease;
  readonly signal: AbortSignal;
};
type Came = { readonly created: boolean; readonly changed: boolean };

/** How many resources were read, and whether customers came and anything is other than it was. */
export type ReadChanges = Came & { readonly read: number };
export const nothingRead: ReadChanges = { read: 0, created: false, changed: false };

/**
 * Reads again what events of this connection name, longest waiting first. May be killed anywhere: an event is handled in the transaction that
 * keeps what was read for it, and until then it is work. Nothing is read when another worker is on it.
 */
export async function readChanges(context: Context, connectionId: string, signal: AbortSignal): Promise<ReadChanges> {
  const lease = await claimLease(context.db, `changes ${connectionId}`, context.ids());
  if (lease === undefined) return nothingRead;
  // The remote may make us wait longer than a lease lasts.
  return whileLeased(context, lease, signal, async (held) => {
    const now = context.clock.now();
    const ready = await inScope(context.db, everything, (tx) => listReady(tx, connectionId, now, mostInAPass));
    if (ready.length === 0) return nothingRead;
    return withPriority('event', () => carryOut({ context, connectionId, lease, signal: held }, ready));
  });
}

async function carryOut(on: Omit<Pass, 'remote'>, ready: readonly Waiting[]): Promise<ReadChanges> {
  const { context, connectionId, signal } = on;
  const remote = await openConnection(context, connectionId);
  if (remote.side !== 'microsoft') return nothingRead;
  const until = context.clock.now().add({ seconds: longestPassSeconds });
  const came = { created: false, changed: false };
  let read = 0;
  await atOnce(
    ready,
    mostAtOnce,
    async (one) => {
      if (Temporal.Instant.compare(context.clock.now(), until) > 0) return;
      const outcome = await readOne({ ...on, remote }, one);
      came.created ||= outcome.created;
      came.changed ||= outcome.changed;
      read += 1;
    },
    signal,
  );
  return { ...came, read };
}

/** One that fails is tried again later, and stops no other. */
async function readOne(pass: Pass, waiting: Waiting): Promise<Came> {
  const { context, connectionId, signal } = pass;
  try {
    return await handle(pass, waiting);
  } catch (error) {
    if (signal.aborted || (isAppError(error) && error.code === 'lease_lost')) throw error;
    context.log.warn({ connectionId, resource: waiting.resource, err: error }, 'A change could not be read yet');
    const told = isAppError(error) ? error.facts.nextAttemptAt : undefined;
    const after = afterFailure(waiting.before, context.clock.now(), told === undefined ? undefined : Temporal.Instant.from(told));
    await inScope(context.db, everything, (tx) => keepReadings(tx, connectionId, waiting.resource, after));
    return { created: false, changed: false };
  }
}

const nothingCame: Came = { created: false, changed: false };

async function handle(pass: Pass, waiting: Waiting): Promise<Came> {
  const { context, connectionId, remote, lease, signal } = pass;
  const resource = parseResource(waiting.resource);
  const askedAt = context.clock.now();
  const end = async (tx: Tx, outcome: FeedOutcome): Promise<void> => {
    await endEvents(tx, connectionId, waiting.keys, outcome, context.clock.now());
    await keepReadings(tx, connectionId, waiting.resource, afterReading(waiting.before, askedAt));
  };
  const ended = (outcome: FeedOutcome) => inScope(context.db, everything, (tx) => end(tx, outcome));
  switch (resource.kind) {
    case 'customer':
    case 'subscriptions': {
      const reread = await rereadCustomer(context, {
        connectionId,
        remote,
        tenantId: resource.tenantId,
        whole: resource.kind === 'customer',
        lease,
        signal,
        then: (tx, { outcome }) => end(tx, outcome),
      });
      // Only a complete list may say that a customer is gone (B7).
      if (reread.outcome === 'gone') await startSync(context, { connectionId: idOf('connection', connectionId), reach: 'incremental' });
      return reread;
    }
    case 'access':
      await rereadAccess(context, { connectionId, remote, lease, signal });
      await ended('read');
      return nothingCame;
    case 'invoices':
      await startSync(context, { connectionId: idOf('connection', connectionId), reach: 'billing' });
      await ended('read');
      return nothingCame;
    case 'activity':
      await pollActivity(context, connectionId, remote, signal);
      await ended('read');
      return nothingCame;
    case 'nothing':
      await ended('none');
      return nothingCame;
  }
}
