import { Seeded } from '../../src/lib/seeded.ts';
import { dayMs } from './estate/times.ts';
import type { Subscription } from './types.ts';
import type { World } from './world.ts';

/** Days in grace and disabled before a subscription that did not renew is gone (reference 8.4). */
const expiredDays = 30;
const disabledDays = 90;

/** What the end of a running term brings. */
export type TermEnd = 'renew' | 'convert' | 'extend' | 'cancel' | 'expire' | 'disable' | 'suspend';

export function termEndOf(world: World, row: Subscription): TermEnd {
  if (row.status === 'suspended') return 'disable';
  if (row.autoRenew) return row.isTrial ? 'convert' : 'renew';
  if (row.legacy !== undefined) return 'suspend';
  if (row.atTermEnd === 'cancel') return 'cancel';
  return canExtend(world, row) ? 'extend' : 'expire';
}

/** Licence products of new commerce that did not renew, by the rules in force since May 2026. */
export function canExtend(world: World, row: Subscription): boolean {
  if (row.extended !== undefined) return true;
  if (row.isTrial || row.legacy !== undefined) return false;
  const { enabled, endsFrom, boughtFrom } = world.switch('extendedTerm');
  if (!enabled || row.commitmentEndAt < endsFrom || row.createdAt < boughtFrom) return false;
  if (!world.switch('extendedTerm').government && isGovernment(world, row)) return false;
  const product = world.tables.products.get(row.productId);
  return product === undefined || (product.productType === 'OnlineServicesNCE' && product.publisherName.startsWith('Microsoft'));
}

const isGovernment = (world: World, { productId, skuId }: Subscription): boolean =>
  world.tables.availabilities.by('sku', `${productId}:${skuId}`).some(({ segment }) => segment === 'government');

/** When the next thing happens to a subscription by itself: a second after the last second of a term or cycle, at the earliest. */
export function dueAt(row: Subscription, world: World): number {
  const endMs = Date.parse(row.commitmentEndAt) + 1000;
  switch (row.status) {
    case 'active':
      return Math.min(cycleDue(row, endMs), endMs + waitMs(row, world));
    case 'suspended':
      if (row.legacy !== undefined) return Date.parse(row.suspendedAt ?? row.modifiedAt) + disabledDays * dayMs;
      return Math.min(cycleDue(row, endMs), endMs);
    case 'expired':
      return endMs + expiredDays * dayMs;
    case 'disabled':
      return endMs + ((row.atTermEnd === 'cancel' ? 0 : expiredDays) + disabledDays) * dayMs;
    case 'deleted':
    case 'pending':
    case 'none':
      return Number.POSITIVE_INFINITY;
  }
}

/** A charge cycle that only moves on needs nobody; one that brings another billing cycle does. */
function cycleDue(row: Subscription, endMs: number): number {
  if (row.nextBillingCycle === undefined) return Number.POSITIVE_INFINITY;
  const cycleMs = Date.parse(row.billingCycleEndAt) + 1000;
  return cycleMs < endMs ? cycleMs : Number.POSITIVE_INFINITY;
}

/** How long a renewal waits in the queue: its own for each subscription and term. */
function waitMs(row: Subscription, world: World): number {
  const { queueHours } = world.switch('renewals');
  if (queueHours === 0 || !row.autoRenew) return 0;
  const share = new Seeded(`${String(world.options.seed)}/renewal/${row.id}/${row.commitmentEndAt}`).next();
  return Math.floor(share * queueHours * 3600) * 1000;
}

/** The term is over and the renewal has not run yet. */
export const isWaiting = (row: Subscription, nowMs: number): boolean =>
  (row.status === 'active' || row.status === 'suspended') && Date.parse(row.commitmentEndAt) + 1000 <= nowMs;
