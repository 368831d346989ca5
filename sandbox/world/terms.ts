import { type Agenda, dueRow, settle } from './due.ts';
import { instantAt } from './estate/times.ts';
import { anchorIn, cycleEndOf } from './terms-cycle.ts';
import { dueAt, termEndOf } from './terms-end.ts';
import { extended, planOf, renewed, sold } from './terms-renew.ts';
import type { DistributorSubscription, Subscription } from './types.ts';
import { type Change, put, type World } from './world.ts';

/**
 * Terms end and renew, a changed billing cycle takes hold, what is not renewed goes in steps.
 *
 * Events, all with `at` = the instant, actor Microsoft and cause `time`: `subscription.renewed`, `.converted` (a trial became paid),
 * `.extended` (each month of an extended service term), `.cycleChanged`, `.expired`, `.disabled`, `.suspended`, `.deleted`. A charge
 * cycle that only moves on is no event: `cyclesOf` counts them. A term begins where `effectiveStartAt` is another than before.
 */
export const termRule = dueRow('subscriptions', { at: dueAt, happen: step });

const termsOnly: Agenda = { rows: [termRule], days: [] };

/** Brings the terms of all subscriptions up to the present, oldest first. */
export function settleTerms(world: World): void {
  settle(world, termsOnly);
}

function step(world: World, row: Subscription, atMs: number): void {
  const at = instantAt(atMs);
  const next = stepped(world, row, atMs);
  const after: Subscription = { ...next.row, modifiedAt: at, version: row.version + 1 };
  world.apply({
    kind: next.kind,
    actor: { kind: 'system', name: 'Microsoft' },
    cause: 'time',
    at,
    about: {
      accountId: row.accountId,
      customerId: row.customerId,
      subscriptionId: row.id,
      operationType: next.kind === 'subscription.converted' ? 'convert_trial_subscription' : 'update_subscription',
    },
    changes: [put('subscriptions', after), ...atDistributor(world, row, after, at)],
  });
}

type Stepped = { readonly kind: string; readonly row: Subscription };

function stepped(world: World, row: Subscription, atMs: number): Stepped {
  const startMs = Date.parse(row.commitmentEndAt) + 1000;
  if (row.status === 'expired') return { kind: 'subscription.disabled', row: { ...row, status: 'disabled' } };
  if (row.status === 'disabled' || (row.status === 'suspended' && row.legacy !== undefined)) {
    return { kind: 'subscription.deleted', row: { ...row, status: 'deleted', cancelledAt: instantAt(atMs) } };
  }
  return atMs < startMs ? { kind: 'subscription.cycleChanged', row: nextCycle(world, row, atMs) } : atEnd(world, row, startMs);
}

/** A term is over. A renewal that waited in the queue begins where the term ended all the same. */
function atEnd(world: World, row: Subscription, startMs: number): Stepped {
  switch (termEndOf(world, row)) {
    case 'renew':
      return { kind: 'subscription.renewed', row: renewed(world, row, startMs) };
    case 'convert':
      return { kind: 'subscription.converted', row: renewed(world, row, startMs) };
    case 'extend':
      return { kind: 'subscription.extended', row: extended(world, row, startMs) };
    case 'cancel':
    case 'disable':
      return { kind: 'subscription.disabled', row: { ...row, status: 'disabled' } };
    case 'suspend':
      return { kind: 'subscription.suspended', row: { ...row, status: 'suspended', suspendedAt: instantAt(startMs) } };
    case 'expire':
      return { kind: 'subscription.expired', row: { ...row, status: 'expired' } };
  }
}

/** A changed billing cycle takes hold at the end of the running one. */
function nextCycle(world: World, { nextBillingCycle, ...row }: Subscription, atMs: number): Subscription {
  const billingCycle = nextBillingCycle ?? row.billingCycle;
  const availability = planOf(world, { ...row, billingCycle });
  return {
    ...row,
    billingCycle,
    ...(availability === undefined ? {} : sold(world, row, availability, instantAt(atMs))),
    billingCycleEndAt: cycleEndOf(anchorIn(row, world.switch('billing').monthEnd), atMs, billingCycle, row.commitmentEndAt),
  };
}

/** The distributor's commitment moves on with the term; what is gone at Microsoft is cancelled there. */
function atDistributor(world: World, before: Subscription, after: Subscription, at: string): Change[] {
  const row = world.tables.distributorSubscriptions.by('vendorSubscriptionId', before.id)[0];
  if (row === undefined || row.status === 'Cancelled') return [];
  const moved: DistributorSubscription = { ...row, updatedAt: at };
  if (after.status === 'deleted' || after.status === 'disabled')
    return [put('distributorSubscriptions', { ...moved, status: 'Cancelled', endDate: at })];
  if (after.commitmentEndAt === before.commitmentEndAt || row.commitment === undefined) return [];
  return [
    put('distributorSubscriptions', {
      ...moved,
      quantity: row.quantity + after.quantity - before.quantity,
      commitment: { ...row.commitment, endDate: after.commitmentEndAt },
    }),
  ];
}
