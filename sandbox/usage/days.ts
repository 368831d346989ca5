import { Decimal, printDecimal } from '../../src/lib/decimal.ts';
import { Seeded } from '../../src/lib/seeded.ts';
import { lastDayOf, spanOf } from '../ledger/periods.ts';
import { isBilledByMicrosoft } from '../ledger/wanted.ts';
import { dayAt, dayMs } from '../world/estate/times.ts';
import type { DailyRatedLine, Period, Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Meter } from './meters.ts';
import { exchangeOf } from './rate.ts';
import { type Resource, resourcesOf } from './resources.ts';
import { accessOf, entitlementsOf, planOn, plansOf, type RunningEntitlement } from './running.ts';

/** Whose usage, of which month, nothing that is known at `untilMs` or later. */
export type UsageWanted = { readonly accountId: string; readonly period: Period; readonly untilMs: number };

/** One meter of one resource on one day. */
export type Used = {
  readonly plan: Subscription;
  readonly entitlement: RunningEntitlement;
  readonly resource: Resource;
  readonly meter: Meter;
  readonly day: string;
  readonly quantity: string;
  readonly earns: boolean;
  readonly place: number;
};

/** Share of the price that comes back as partner earned credit. */
export const earnedShare = '0.15';
const netShare = '0.85';

/** What a unit comes to after the credit. */
export const netPriceOf = ({ meter, earns }: Pick<Used, 'meter' | 'earns'>): string =>
  earns ? printDecimal(new Decimal(meter.price).times(netShare)) : meter.price;

/** Days of a month whose usage is known: it arrives some hours after the day's end. */
function* knownDays(world: World, { period, untilMs }: UsageWanted, lagHours: number): Generator<number> {
  const { fromMs, toMs } = spanOf(period);
  const seenMs = untilMs >= toMs ? world.clock.nowMs() : untilMs - 1;
  for (let ms = fromMs; ms < toMs && ms + dayMs + lagHours * 3_600_000 <= seenMs; ms += dayMs) yield ms;
}

/** Everything that one plan used, day by day. Drawn from the seed and the day: nothing of it is kept. */
export function* usedBy(
  world: World,
  planId: string,
  wanted: UsageWanted,
  lagHours: number = world.switch('usage').lagHours,
): Generator<Used> {
  const stateOn = planOn(world, planId, wanted.accountId);
  let facts: { readonly entitlements: RunningEntitlement[]; readonly hasAccess: (ms: number) => boolean } | undefined;
  for (const ms of knownDays(world, wanted, lagHours)) {
    const plan = stateOn(ms);
    if (plan === undefined) continue;
    facts ??= { entitlements: entitlementsOf(world, plan), hasAccess: accessOf(world, plan.accountId, plan.customerId) };
    const hasAccess = facts.hasAccess(ms);
    for (const entitlement of facts.entitlements) if (entitlement.runsOn(ms)) yield* usedOn(world, { plan, entitlement, ms, hasAccess });
  }
}

type Day = { readonly plan: Subscription; readonly entitlement: RunningEntitlement; readonly ms: number; readonly hasAccess: boolean };

function* usedOn(world: World, { plan, entitlement, ms, hasAccess }: Day): Generator<Used> {
  const day = dayAt(ms);
  const random = new Seeded(`${String(world.options.seed)}/usage/${entitlement.id}/${day}`);
  let place = 0;
  for (const resource of resourcesOf(world, entitlement.id)) {
    for (const meter of resource.meters) {
      const quantity = millionths(random.int(meter.low, meter.high));
      place += 1;
      yield { plan, entitlement, resource, meter, day, quantity, earns: hasAccess && meter.earns && resource.isManaged, place };
    }
  }
}

/** `1500000` as `1.5`. */
function millionths(count: number): string {
  const whole = Math.floor(count / 1_000_000);
  const rest = count % 1_000_000;
  return rest === 0 ? String(whole) : `${String(whole)}.${String(rest).padStart(6, '0').replace(/0+$/, '')}`;
}

/** Daily rated usage of an account and a month: plan by plan, day by day. An indirect reseller reads it at his provider. */
export function* azureDays(world: World, wanted: UsageWanted): Generator<DailyRatedLine> {
  if (!isBilledByMicrosoft(world, wanted.accountId)) return;
  for (const planId of plansOf(world, wanted.accountId)) {
    for (const used of usedBy(world, planId, wanted)) yield dailyLine(world, used, wanted.period);
  }
}

const places = (value: Decimal): Decimal => value.toDecimalPlaces(10, Decimal.ROUND_HALF_UP);

/** A day of a meter with its price; amounts have up to ten places. */
export function dailyLine(world: World, used: Used, period: Period): DailyRatedLine {
  const { plan, entitlement, resource, meter, earns } = used;
  const rate = exchangeOf(world, plan.currency, period);
  const net = netPriceOf(used);
  const pricing = places(new Decimal(net).times(used.quantity));
  return {
    id: `usage/${entitlement.id}/${used.day}/${String(used.place)}`,
    accountId: plan.accountId,
    customerId: plan.customerId,
    period,
    ...productOf(meter),
    subscriptionId: plan.id,
    subscriptionDescription: 'Azure plan',
    chargeStart: `${period}-01`,
    chargeEnd: lastDayOf(period),
    usageDay: used.day,
    meterType: `${meter.unit} - ${meter.category}`,
    meterCategory: meter.category,
    meterId: meter.id,
    meterSubCategory: meter.subcategory,
    meterName: meter.name,
    meterRegion: meter.region,
    unit: meter.unit,
    // Capital letters, as the samples of daily lines have it.
    resourceLocation: resource.location.toUpperCase(),
    consumedService: meter.service,
    resourceGroup: resource.group,
    resourceUri: resource.uri,
    chargeType: 'new',
    unitPrice: meter.price,
    effectiveUnitPrice: net,
    quantity: used.quantity,
    unitType: meter.unit,
    billingPreTaxTotal: printDecimal(rate === '1' ? pricing : places(pricing.times(rate))),
    billingCurrency: plan.currency,
    pricingPreTaxTotal: printDecimal(pricing),
    pricingCurrency: 'USD',
    serviceInfo1: '',
    serviceInfo2: '',
    tags: resource.tags,
    additionalInfo: resource.info,
    exchangeRate: rate,
    exchangeRateDay: `${period}-01`,
    entitlementId: entitlement.id,
    entitlementDescription: entitlement.friendlyName,
    partnerEarnedCredit: earns ? earnedShare : '0',
    creditShare: earns ? earnedShare : '0',
    creditType: earns ? 'Partner Earned Credit Applied' : 'Credit Not Applied',
    benefitOrderId: '',
    benefitId: '',
    benefitType: 'Charge',
  };
}

/** A meter as the catalogue names it. */
export const productOf = (meter: Meter) => ({
  productId: meter.productId,
  skuId: meter.skuId,
  availabilityId: meter.availabilityId,
  skuName: meter.sku,
  productName: meter.product,
  publisherName: 'Microsoft',
  publisherId: '',
});
