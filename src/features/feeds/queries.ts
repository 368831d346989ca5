import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { findConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { isAnotherConcord, ownAddress, relayAddress } from './address.ts';
import { type InvitationLag, invitationLag, type Lag, lagsSince } from './lags.ts';
import { pollEverySeconds } from './pace.ts';
import { countUntold, type FeedState, lockState, openRegistration } from './state.ts';
import { listActs, type RegistrationAct } from './webhook-acts.ts';

export type RelayDestination = {
  readonly destinationId: string;
  readonly name: string;
  readonly host: string;
  readonly paused: boolean;
  readonly waiting: number;
  readonly delivered: number;
  readonly dead: number;
  /** What the last failure said. */
  readonly trouble: string | null;
};

/** How changes of a partner account reach us. */
export type Feeds = Pick<
  FeedState,
  'holder' | 'holderSince' | 'checkedAt' | 'registeredHost' | 'registeredEvents' | 'polledAt' | 'trouble'
> & {
  /** Where Microsoft, and where another tool, sends to. */
  readonly address: string;
  readonly relayAddress: string;
  /** Another installation of Concord has it (F45). */
  readonly isAnotherConcord: boolean;
  readonly canGiveBack: boolean;
  readonly pollEverySeconds: number;
  readonly lastDeliveryAt: Temporal.Instant | null;
  /** Changes of the last day that the activity log had and no notification told of. */
  readonly untold: number;
  /** Resources that somebody told of and nobody has read yet, and since when. */
  readonly waiting: { readonly count: number; readonly since: Temporal.Instant | null };
  readonly lags: readonly Lag[];
  /** Of the invitations of the last 90 days. */
  readonly invitations: InvitationLag | null;
  readonly acts: readonly RegistrationAct[];
  readonly destinations: readonly RelayDestination[];
};

/** Undefined when there is no such partner account. */
export async function readFeeds(context: Context, connectionId: string, baseUrl: string): Promise<Feeds | undefined> {
  if ((await findConnection(context, connectionId))?.side !== 'microsoft') return undefined;
  return inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const aDayAgo = now.subtract({ hours: 24 });
    const state = await lockState(tx, connectionId, now);
    const untold = await countUntold(tx, connectionId, aDayAgo);
    return {
      ...state,
      address: ownAddress(baseUrl, state.pathKey),
      relayAddress: relayAddress(baseUrl, state.pathKey),
      isAnotherConcord: state.holder === 'foreign' && isAnotherConcord(registeredUrl(context, state), state.pathKey),
      canGiveBack: state.holder === 'ours' && state.beforeTakeOver !== undefined,
      pollEverySeconds: pollEverySeconds({ ...state, untold }),
      ...(await counts(tx, connectionId)),
      untold: state.holder === 'ours' ? untold : 0,
      lags: await lagsSince(tx, connectionId, aDayAgo),
      invitations: await invitationLag(tx, connectionId, now.subtract({ hours: 90 * 24 })),
      acts: await listActs(tx, connectionId),
      destinations: await listDestinations(tx, connectionId),
    };
  });
}

function registeredUrl(context: Context, { connectionId, registered }: FeedState): string {
  try {
    return registered === undefined ? '' : openRegistration(context, connectionId, 'registered', registered).url;
  } catch {
    return ''; // sealed by a key that is gone; the next look seals it anew
  }
}

async function counts(tx: Tx, connectionId: string): Promise<Pick<Feeds, 'lastDeliveryAt' | 'waiting'>> {
  const { rows } = await sql<{ last: Temporal.Instant | null; count: number; since: Temporal.Instant | null }>`
    select (select max(received_at) from webhook_event where connection_id = ${connectionId}::uuid) as last,
      count(distinct resource)::int as count, min(received_at) as since
    from feed_event where connection_id = ${connectionId}::uuid and handled_at is null`.execute(tx);
  const [row] = rows;
  return { lastDeliveryAt: row?.last ?? null, waiting: { count: row?.count ?? 0, since: row?.since ?? null } };
}

async function listDestinations(tx: Tx, connectionId: string): Promise<readonly RelayDestination[]> {
  const { rows } = await sql<{
    destination_id: string;
    name: string;
    host: string;
    paused: boolean;
    waiting: number;
    delivered: number;
    dead: number;
    trouble: string | null;
  }>`
    select destination_id, name, host, paused,
      (select count(*)::int from relay_delivery as sent where sent.destination_id = relay_destination.destination_id and state = 'waiting') as waiting,
      (select count(*)::int from relay_delivery as sent where sent.destination_id = relay_destination.destination_id and state = 'delivered') as delivered,
      (select count(*)::int from relay_delivery as sent where sent.destination_id = relay_destination.destination_id and state = 'dead') as dead,
      (select detail from relay_delivery as sent where sent.destination_id = relay_destination.destination_id and state <> 'delivered'
        and detail is not null order by next_at desc limit 1) as trouble
    from relay_destination where connection_id = ${connectionId}::uuid order by name`.execute(tx);
  return rows.map(({ destination_id, ...row }) => ({ destinationId: destination_id, ...row }));
}
