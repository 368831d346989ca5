import type { ConnectionId, CustomerId, JobId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { startJob } from '../jobs/index.ts';
import type { SyncInput } from './sync-input.ts';

export type StartSync = {
  readonly connectionId?: ConnectionId | undefined;
  readonly customerId?: CustomerId | undefined;
  readonly reach?: 'full' | 'incremental' | 'billing' | undefined;
  /** Distributors and PSA systems only. */
  readonly side?: 'books' | undefined;
};

export type StartSyncOutcome =
  | {
      readonly status: 'started';
      readonly jobIds: readonly JobId[] /** All of them were already on their way. */;
      readonly joined: boolean;
    }
  | { readonly status: 'refused'; readonly because: 'unknownConnection' | 'unknownCustomer' | 'connectionOff' };

export type Source = { readonly connection_id: string; readonly name: string; readonly state: string };

/** Starts a job for each connection to read; one that is already waiting or running is joined. Everything, unless a connection or a customer is named. */
export function startSync(context: Context, wanted: StartSync): Promise<StartSyncOutcome> {
  return inScope(context.db, everything, async (tx) => {
    const customer = wanted.customerId === undefined ? undefined : await findCustomer(tx, wanted.customerId);
    if (wanted.customerId !== undefined && customer === undefined) return { status: 'refused', because: 'unknownCustomer' };
    const sources = await sourcesOf(tx, wanted);
    if (wanted.connectionId !== undefined && sources.length === 0) return { status: 'refused', because: 'unknownConnection' };
    const open = sources.filter(({ state }) => !closed.includes(state));
    if (wanted.connectionId !== undefined && open.length === 0) return { status: 'refused', because: 'connectionOff' };
    const started = [];
    for (const source of open) started.push(await start(context, tx, source, wanted, customer));
    return {
      status: 'started',
      jobIds: started.map(({ jobId }) => jobId),
      joined: started.length > 0 && started.every(({ joined }) => joined),
    };
  });
}

/** Switched off, or nobody has signed in for it yet: there is nothing to read. */
const closed: readonly string[] = ['off', 'draft', 'awaitingConsent'];

/** Everything is read, in the caller's transaction: the jobs exist if and only if it commits. */
export async function startAll(context: Context, tx: Tx): Promise<readonly JobId[]> {
  const open = (await sourcesOf(tx, {})).filter(({ state }) => !closed.includes(state));
  const started = [];
  for (const source of open) started.push(await start(context, tx, source, {}));
  return started.map(({ jobId }) => jobId);
}

/** A job in the caller's transaction; one that reads the same is joined. */
export function start(context: Context, tx: Tx, source: Source, { customerId, reach = 'full' }: StartSync, customer?: string) {
  const input: SyncInput =
    customerId === undefined
      ? { connectionId: source.connection_id, reach }
      : { connectionId: source.connection_id, reach: 'customer', customerId };
  return startJob(context, tx, {
    kind: 'sync',
    title: titleOf(source, reach, customer),
    input,
    joins: ['sync', input.connectionId, input.reach, ...(customerId === undefined ? [] : [customerId])].join(' '),
    unit: 'records',
  });
}

function titleOf({ name }: Source, reach: StartSync['reach'], customer: string | undefined): string {
  if (customer !== undefined) return `Read ${customer} from ${name}`;
  return reach === 'billing' ? `Read what ${name} charges` : `Read ${name}`;
}

const findCustomer = async (tx: Tx, customerId: string): Promise<string | undefined> =>
  (await tx.selectFrom('customer').select('name').where('customer_id', '=', customerId).executeTakeFirst())?.name;

/** All connections, or the named one; for a customer those that sell to it and those where it has an account. A PSA charges nothing. */
const sourcesOf = (tx: Tx, { connectionId, customerId, reach, side }: StartSync): Promise<Source[]> =>
  tx
    .selectFrom('connection')
    .select(['connection_id', 'name', 'state'])
    .$if(reach === 'billing', (query) => query.where('side', '!=', 'psa'))
    .$if(side === 'books', (query) => query.where('side', '!=', 'microsoft'))
    .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
    .$if(customerId !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where.exists(
            where
              .selectFrom('customer_connection')
              .select('customer_id')
              .whereRef('customer_connection.connection_id', '=', 'connection.connection_id')
              .where('customer_id', '=', customerId ?? ''),
          ),
          where.exists(
            where
              .selectFrom('account_mapping')
              .select('customer_id')
              .whereRef('account_mapping.connection_id', '=', 'connection.connection_id')
              .where('customer_id', '=', customerId ?? '')
              .where('account_id', 'is not', null),
          ),
        ]),
      ),
    )
    .orderBy('side', 'desc') // PSA and Microsoft take longest: first
    .orderBy('name')
    .execute();
