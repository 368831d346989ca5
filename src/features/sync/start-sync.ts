import type { ConnectionId, CustomerId, JobId } from '../../model/ids.ts';
import type { SyncKind } from '../../model/sync-kind.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { startJob } from '../jobs/index.ts';
import { covers } from './covering.ts';
import { inputsOf, wordsOf } from './inputs-of.ts';
import { openSyncs, type SyncStarted } from './open-syncs.ts';
import { comesByItself, isOpen, type Source, sourcesOf } from './sources-of.ts';
import type { SyncInput } from './sync-input.ts';

export type StartSync = {
  readonly connectionId?: ConnectionId | undefined;
  readonly customerId?: CustomerId | undefined;
  readonly reach?: 'full' | 'incremental' | 'billing' | undefined;
  /** Only these kinds of record, each where it is read. */
  readonly kinds?: readonly SyncKind[] | undefined;
  /** Not these connections: they have a turn of their own. */
  readonly except?: readonly string[] | undefined;
  /** Distributors and PSA systems only. */
  readonly side?: 'books' | undefined;
};

export type StartSyncOutcome =
  | {
      readonly status: 'started';
      readonly jobIds: readonly JobId[];
      readonly jobs: readonly SyncStarted[];
      /** All of them were already on their way. */
      readonly joined: boolean;
    }
  | { readonly status: 'refused'; readonly because: 'unknownConnection' | 'unknownCustomer' | 'connectionOff' | 'nothingOfThatKind' };

/**
 * Starts jobs for each connection to read: everything, a connection, a customer, some kinds, or what of these belongs together. A job that is on
 * its way and will read it all is joined; nothing ever locks anybody out.
 */
export const startSync = (context: Context, wanted: StartSync): Promise<StartSyncOutcome> =>
  inScope(context.db, everything, (tx) => startSyncIn(context, tx, wanted));

/** The same in the caller's transaction: the jobs exist if and only if it commits. */
export async function startSyncIn(context: Context, tx: Tx, wanted: StartSync): Promise<StartSyncOutcome> {
  const customer = wanted.customerId === undefined ? undefined : await findCustomer(tx, wanted.customerId);
  if (wanted.customerId !== undefined && customer === undefined) return { status: 'refused', because: 'unknownCustomer' };
  const sources = await sourcesOf(tx, wanted);
  if (wanted.connectionId !== undefined && sources.length === 0) return { status: 'refused', because: 'unknownConnection' };
  const open = sources.filter((source) => isOpen(source) && isMeant(context, source, wanted));
  if (wanted.connectionId !== undefined && open.length === 0) return { status: 'refused', because: 'connectionOff' };
  const jobs: SyncStarted[] = [];
  for (const source of open) jobs.push(...(await startAt(context, tx, source, wanted, customer)));
  if (jobs.length === 0 && wanted.kinds !== undefined) return { status: 'refused', because: 'nothingOfThatKind' };
  return {
    status: 'started',
    jobIds: jobs.map(({ jobId }) => jobId),
    jobs,
    joined: jobs.length > 0 && jobs.every(({ joined }) => joined),
  };
}

/** What comes by file is read again only when a person names it. */
const isMeant = ({ actor }: Context, source: Source, { connectionId, except }: StartSync): boolean =>
  except?.includes(source.connection_id) !== true && (comesByItself(source) || (connectionId !== undefined && actor.kind !== 'system'));

/** Everything is read, in the caller's transaction: the jobs exist if and only if it commits. */
export async function startAll(context: Context, tx: Tx): Promise<readonly JobId[]> {
  const started = [];
  for (const source of (await sourcesOf(tx, {})).filter((each) => isOpen(each) && comesByItself(each)))
    started.push(...(await startAt(context, tx, source, {})));
  return started.map(({ jobId }) => jobId);
}

/** The jobs of one connection, in the caller's transaction. */
export async function startAt(
  context: Context,
  tx: Tx,
  source: Source,
  { customerId, kinds, reach = 'full' }: StartSync,
  customer?: string,
): Promise<readonly SyncStarted[]> {
  const connectionId = source.connection_id;
  const started: SyncStarted[] = [];
  for (const input of inputsOf({ connectionId, side: source.side, customerId, reach, kinds })) {
    const wider = (await openSyncs(tx, connectionId)).find((one) => covers(one, input));
    if (wider !== undefined) started.push({ ...wider.started, joined: true });
    else started.push(await startOne(context, tx, source, input, customer));
  }
  return started;
}

async function startOne(context: Context, tx: Tx, source: Source, input: SyncInput, customer: string | undefined): Promise<SyncStarted> {
  const title = titleOf(source, input, customer);
  const { jobId, joined } = await startJob(context, tx, {
    kind: 'sync',
    title,
    input: context.actor.kind === 'system' ? input : { ...input, by: 'person' },
    joins: wordsOf(input),
    unit: 'records',
    quick: input.reach === 'customer',
  });
  const own = { jobId, connectionId: source.connection_id, title, joined, startedBy: context.actor.name, since: context.clock.now() };
  if (!joined) return own;
  return { ...own, ...(await openSyncs(tx, source.connection_id)).find(({ started }) => started.jobId === jobId)?.started, joined };
}

function titleOf({ name }: Source, { reach, kinds }: SyncInput, customer: string | undefined): string {
  if (customer !== undefined) return `Read ${[customer, ...(kinds === undefined ? [] : [`(${kinds.join(', ')})`])].join(' ')} from ${name}`;
  if (kinds !== undefined) return `Read ${kinds.join(', ')} of ${name}`;
  return reach === 'billing' ? `Read what ${name} charges` : `Read ${name}`;
}

const findCustomer = async (tx: Tx, customerId: string): Promise<string | undefined> =>
  (await tx.selectFrom('customer').select('name').where('customer_id', '=', customerId).executeTakeFirst())?.name;
