import { cycleEnd, dayMs, instantAt, monthsOf, nextPoint, spanEnd } from '../world/estate/times.ts';
import { priceAt } from '../world/prices/price-at.ts';
import type { Availability, BillingCycle, NextTerm, Sku, SkuKind, Subscription, Term } from '../world/types.ts';
import type { World } from '../world/world.ts';

const terms: ReadonlySet<string> = new Set<Term>(['P1M', 'P1Y', 'P3Y']);
const cycles: ReadonlySet<string> = new Set<BillingCycle>(['monthly', 'annual', 'triennial']);
export const isTerm = (text: string): text is Term => terms.has(text);
export const isCycle = (text: string): text is BillingCycle => cycles.has(text);

/** What becomes a subscription: the sale, who bought it, and what was chosen with it. */
export type Purchase = Pick<Subscription, 'accountId' | 'customerId' | 'quantity'> & {
  readonly availability: Availability;
  readonly sku: Sku;
  /** Ids are made when none are given. */
  readonly id?: string;
  readonly orderId?: string;
  /** As it was shown to the buyer; the row's own by default. */
  readonly availabilityId?: string;
  readonly friendlyName?: string;
  readonly distributorAccountId?: string;
  readonly promotionId?: string;
  readonly parentSubscriptionId?: string;
  /** A day: the last of the first term. */
  readonly customTermEndDate?: string;
  /** Trials: the term of what comes after. */
  readonly renewsTo?: Term;
};

/** Kinds that live as a subscription; reservations and perpetual licences are entitlements of their order. */
export const hasSubscription = ({ kind }: Pick<Sku, 'kind'>): boolean => kind !== 'reservation' && kind !== 'perpetual';

/** Hours within which a purchase can be taken back. */
const windowHours: Readonly<Record<SkuKind, number>> = {
  seats: 168,
  software: 168,
  trial: 168,
  saas: 72,
  azurePlan: 0,
  reservation: 168,
  perpetual: 720,
};

const noEnd = '9999-12-31T23:59:59Z';

/** The subscription that a purchase makes at an instant. Nothing happens yet: put the row in an event. */
export function purchased(world: World, purchase: Purchase, atMs: number = world.clock.nowMs()): Subscription {
  const { availability, sku } = purchase;
  const kind = sku.kind ?? 'seats';
  const now = instantAt(atMs);
  const windowEnd = instantAt(atMs + windowHours[kind] * 3_600_000);
  const customer = world.tables.customers.get(purchase.customerId);
  const price = priceAt(world, availability, now, customer?.country);
  const nextTerm = kind === 'trial' ? afterTrial(world, purchase) : undefined;
  return {
    id: purchase.id ?? world.newId(),
    accountId: purchase.accountId,
    customerId: purchase.customerId,
    productId: availability.productId,
    skuId: availability.skuId,
    availabilityId: purchase.availabilityId ?? availability.availabilityId,
    offerName: sku.title,
    friendlyName: purchase.friendlyName ?? sku.title,
    quantity: purchase.quantity,
    seatBatches: [{ quantity: purchase.quantity, addedAt: now, refundableUntil: windowEnd }],
    term: availability.term,
    billingCycle: availability.billingCycle,
    status: 'active',
    autoRenew: kind !== 'azurePlan',
    isTrial: kind === 'trial',
    createdAt: now,
    effectiveStartAt: now,
    ...(kind === 'azurePlan'
      ? { commitmentEndAt: noEnd, billingCycleEndAt: noEnd }
      : spanOf(availability, atMs, purchase.customTermEndDate)),
    cancellationAllowedUntil: windowEnd,
    orderId: purchase.orderId ?? newOrderId(world),
    unitPrice: purchase.distributorAccountId === undefined ? price.unitPrice : price.distributorPrice,
    currency: price.currency,
    ...(nextTerm === undefined ? {} : { nextTerm }),
    modifiedAt: now,
    version: 1,
    ...chosen(purchase),
  };
}

/** What was chosen with it and stays with it. */
function chosen({ promotionId, parentSubscriptionId, distributorAccountId }: Purchase): Partial<Subscription> {
  return {
    ...(promotionId === undefined ? {} : { promotionId }),
    ...(parentSubscriptionId === undefined ? {} : { parentSubscriptionId }),
    ...(distributorAccountId === undefined ? {} : { distributorAccountId }),
  };
}

/** New commerce: 12 hexadecimal digits. */
export const newOrderId = (world: World): string => world.newId().replaceAll('-', '').slice(0, 12);

/** A chosen end makes the first term short; later ones are counted from it. */
function spanOf(
  { term, billingCycle }: Availability,
  atMs: number,
  customTermEndDate: string | undefined,
): Pick<Subscription, 'commitmentEndAt' | 'billingCycleEndAt' | 'anchorAt'> {
  if (customTermEndDate === undefined)
    return { commitmentEndAt: spanEnd(atMs, monthsOf(term)), billingCycleEndAt: cycleEnd(atMs, atMs, billingCycle, term) };
  const anchorMs = Date.parse(customTermEndDate) + dayMs;
  const commitmentEndAt = instantAt(anchorMs - 1000);
  const cycle = instantAt(nextPoint({ ms: anchorMs }, atMs, monthsOf(billingCycle)) - 1000);
  return { anchorAt: instantAt(anchorMs), commitmentEndAt, billingCycleEndAt: cycle < commitmentEndAt ? cycle : commitmentEndAt };
}

/** A trial goes on as what it was a trial of: a year billed by month unless another term was chosen. */
function afterTrial(world: World, { sku, quantity, renewsTo }: Purchase): NextTerm | undefined {
  const term = renewsTo ?? 'P1Y';
  const sale = world.tables.availabilities
    .by('sku', sku.trialOf ?? '')
    .find((row) => row.term === term && row.billingCycle === 'monthly' && row.segment === 'commercial');
  if (sale === undefined) return undefined;
  const { productId, skuId, availabilityId, billingCycle } = sale;
  return { productId, skuId, availabilityId, term, billingCycle, quantity };
}

/** The sale of a SKU in a term and a billing cycle. */
export const findSale = (world: World, skuKey: string, term: Term, billingCycle: BillingCycle): Availability | undefined =>
  world.tables.availabilities.by('sku', skuKey).find((row) => row.term === term && row.billingCycle === billingCycle);
