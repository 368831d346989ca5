import type { Marketplace, Page } from '../../connectors/ports.ts';
import type { MicrosoftCustomer } from '../../model/customer.ts';
import type { MicrosoftSubscription } from '../../model/subscription.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { holdLease, type Lease } from '../../platform/db/lease.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { customerSyncer } from '../customers/index.ts';
import type { Kept, Unit } from '../reading.ts';
import { subscriptionSyncer } from '../subscriptions/index.ts';
import { isThinUnit } from './completeness.ts';
import { solveProblems } from './problems.ts';
import { subjectOf } from './read-units.ts';
import { keepEach, noteQuarantined, readingAt } from './walk.ts';

/** `gone`: it was here and the account does not have it any more; `unknown`: the account never had it. `created`: the customer is new here. */
export type Reread = { readonly outcome: 'read' | 'gone' | 'unknown'; readonly created: boolean; readonly changed: boolean };

export type RereadCustomer = {
  readonly connectionId: string;
  readonly remote: Marketplace;
  readonly tenantId: string;
  /** The customer itself too, not only its subscriptions. One that is not here yet is read whole in any case. */
  readonly whole: boolean;
  readonly lease: Lease;
  readonly signal: AbortSignal;
  /** What is to be written in the same transaction; `askedAt`: rows are as of then. */
  readonly then: (tx: Tx, reread: Reread, askedAt: Temporal.Instant) => Promise<void>;
};

/**
 * Reads one customer again, outside a run, because somebody told of a change. Keeps what was read unless a later reading is here already, so the
 * order of events does not matter. What came suspiciously short retires nothing: the next full reading decides. Throws what the remote throws.
 */
export async function rereadCustomer(context: Context, asked: RereadCustomer): Promise<Reread> {
  const { connectionId, remote, tenantId, whole, signal } = asked;
  const askedAt = context.clock.now();
  const before = await inScope(context.db, everything, (tx) => unitOf(tx, connectionId, tenantId));
  const customer = whole || before === undefined ? await find(remote, tenantId, signal) : undefined;
  const isOurs = customer !== undefined || (!whole && before !== undefined);
  const page = isOurs ? await remote.subscriptions(tenantId, signal) : undefined;
  return inScope(context.db, everything, async (tx) => {
    await holdLease(tx, asked.lease);
    const reread = await keep(tx, context, asked, { askedAt, before, customer, page });
    await asked.then(tx, reread, askedAt);
    return reread;
  });
}

const unitOf = async (tx: Tx, connectionId: string, tenantId: string): Promise<Unit | undefined> =>
  (await subscriptionSyncer.units(tx, connectionId, { remoteIds: [tenantId] }))[0];

const find = async (remote: Marketplace, tenantId: string, signal: AbortSignal): Promise<MicrosoftCustomer | undefined> =>
  (await remote.directory?.find({ tenantId }, signal))?.[0];

type Answers = {
  readonly askedAt: Temporal.Instant;
  readonly before: Unit | undefined;
  readonly customer: MicrosoftCustomer | undefined;
  readonly page: Page<MicrosoftSubscription> | undefined;
};

async function keep(tx: Tx, context: Context, asked: RereadCustomer, answers: Answers): Promise<Reread> {
  const { askedAt, before, customer, page } = answers;
  const { connectionId, tenantId } = asked;
  const run = { context, connectionId, runId: context.ids() };
  if (page === undefined) return { outcome: before === undefined ? 'unknown' : 'gone', created: false, changed: false };
  const kept = customer === undefined ? undefined : await customerSyncer.keep(tx, readingAt(run, askedAt), [customer]);
  const unit = before ?? (await unitOf(tx, connectionId, tenantId));
  if (unit === undefined) return { outcome: 'unknown', created: false, changed: false };
  const changed = await keepSubscriptions(tx, run, unit, page, askedAt);
  return { outcome: 'read', created: before === undefined, changed: changed || isChange(kept) };
}

type Run = { readonly context: Context; readonly connectionId: string; readonly runId: string };

const isChange = (kept: Pick<Kept, 'created' | 'updated'> | undefined): boolean => kept !== undefined && kept.created + kept.updated > 0;

async function keepSubscriptions(
  tx: Tx,
  run: Run,
  unit: Unit,
  page: Page<MicrosoftSubscription>,
  askedAt: Temporal.Instant,
): Promise<boolean> {
  const { kind } = subscriptionSyncer;
  const reading = readingAt(run, askedAt);
  const kept = await keepEach(tx, page.items, (items) => subscriptionSyncer.keep(tx, reading, unit, items));
  const quarantined = [...page.quarantined, ...kept.refused];
  await noteQuarantined(tx, run, kind, quarantined);
  if (quarantined.length > 0 || isShort(page, unit)) return isChange(kept);
  const retired = await subscriptionSyncer.retire(tx, reading, unit);
  await solveProblems(tx, { ...run, kind, subject: subjectOf(unit) }, askedAt);
  return retired > 0 || isChange(kept);
}

const isShort = ({ items, total = 0 }: Page<MicrosoftSubscription>, { known }: Unit): boolean =>
  items.length < total || isThinUnit(items.length, known);
