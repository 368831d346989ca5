import { planOf } from '../../world/terms-renew.ts';
import type { Availability, MigrationPlan, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { dayOf, termEnd } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { addOnsOf } from '../subscriptions/carry-out.ts';
import { no } from '../subscriptions/codes.ts';
import { misfitOf, readDay } from '../subscriptions/custom-ends.ts';
import type { AskedMigration, AskedPlan } from './read.ts';

/** A migration that may go: the plan of the subscription and those of its add-ons. */
export type Checked = { readonly plan: MigrationPlan; readonly addOns: readonly MigrationPlan[] };

/** Whether a legacy subscription can move, with its add-ons (page "Migrate subscriptions to new commerce"). */
export function checkMigration(world: World, row: Subscription, asked: AskedMigration): Checked | Refusal {
  const plan = checkOne(world, row, asked);
  if (isRefusal(plan)) return plan;
  const below = addOnsOf(world, row).filter(({ status }) => status === 'active' || status === 'suspended');
  const ids = asked.addOns.map(({ currentSubscriptionId }) => currentSubscriptionId);
  if (new Set(ids).size < ids.length) return no(900248);
  if (below.some(({ id }) => !ids.includes(id.toLowerCase()))) return no(900219, row.id);
  const addOns: MigrationPlan[] = [];
  for (const one of asked.addOns) {
    const child = below.find(({ id, status }) => id.toLowerCase() === one.currentSubscriptionId && status === 'active');
    const checked = child === undefined ? no(900262) : checkOne(world, child, one);
    if (isRefusal(checked)) return checked;
    addOns.push(checked);
  }
  return { plan, addOns };
}

function checkOne(world: World, row: Subscription, asked: AskedPlan): MigrationPlan | Refusal {
  const closed = checkState(world, row, asked.purchaseFullTerm);
  if (closed !== undefined) return closed;
  const target = targetOf(world, row, asked);
  if (isRefusal(target)) return target;
  const { availability, quantity } = target;
  const end = endOf(world, row, asked, availability);
  if (isRefusal(end)) return end;
  return {
    currentSubscriptionId: row.id,
    catalogItemId: `${availability.productId}:${availability.skuId}:${availability.availabilityId}`,
    quantity,
    term: availability.term,
    billingCycle: availability.billingCycle,
    purchaseFullTerm: asked.purchaseFullTerm,
    ...(asked.customTermEndDate === undefined ? {} : { customTermEndDate: asked.customTermEndDate }),
    subscriptionEndAt: end,
  };
}

type Target = { readonly availability: Availability; readonly quantity: number };

/** The sale in new commerce, in the seats that were asked for. */
function targetOf(world: World, row: Subscription, asked: AskedPlan): Target | Refusal {
  const sku = world.tables.skus.get(`${row.productId}:${row.skuId}`);
  if (sku === undefined) return no(900220, row.id);
  const availability = planOf(world, { ...sku, term: asked.term ?? row.term, billingCycle: asked.billingCycle ?? row.billingCycle });
  if (availability === undefined) return no(900222, row.id);
  if (availability.segment !== 'commercial') return no(900220, row.id);
  const quantity = asked.quantity ?? row.quantity;
  return quantity < Math.max(1, sku.minimumQuantity) || quantity > sku.maximumQuantity ? refuse(2002) : { availability, quantity };
}

/** Not in its first month, not in its last day unless a full term is bought, not a trial, not under a promotion, not on its way already. */
function checkState(world: World, row: Subscription, purchaseFullTerm: boolean): Refusal | undefined {
  if (row.legacy === undefined) return no(900220, row.id);
  if (row.status !== 'active') return no(900215, row.id);
  if (isMoving(world, row)) return no(900216, row.id);
  const now = world.clock.now();
  if (row.isTrial || row.promotionId !== undefined) return no(900218, row.id);
  const monthOld = Temporal.Instant.from(row.createdAt).toZonedDateTimeISO('UTC').add({ months: 1 }).toInstant();
  if (Temporal.Instant.compare(now, monthOld) <= 0) return no(900226, row.id);
  const lastDay = Temporal.Instant.from(row.commitmentEndAt).subtract({ hours: 24 });
  return !purchaseFullTerm && Temporal.Instant.compare(now, lastDay) > 0 ? no(900217, row.id) : undefined;
}

export const isMoving = (world: World, { id }: Pick<Subscription, 'id'>): boolean =>
  world.tables.migrations
    .all()
    .some((one) => one.status === 'Processing' && [one, ...one.addOns].some((plan) => plan.currentSubscriptionId === id));

/** The rest of the old term is kept unless a full term is bought or another end was chosen. */
function endOf(world: World, row: Subscription, asked: AskedPlan, { term }: Availability): string | Refusal {
  const now = world.now();
  const full = termEnd(now, term);
  if (asked.customTermEndDate === undefined) return asked.purchaseFullTerm || row.commitmentEndAt > full ? full : row.commitmentEndAt;
  const day = readDay(asked.customTermEndDate);
  if (day === undefined) return refuse(800002);
  const { accountId, customerId } = row;
  const misfit = misfitOf(world, { accountId, customerId, start: Temporal.PlainDate.from(dayOf(now)), term }, day);
  if (misfit !== undefined) return misfit === 'outside' ? no(900291) : no(900292);
  return `${day.toString()}T23:59:59Z`;
}
