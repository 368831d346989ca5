import { Decimal } from '../../src/lib/decimal.ts';
import { cents } from '../cents.ts';
import { dayMs, instantAt, type MonthEnd, monthsOf, nextPoint } from './estate/times.ts';
import { allMarkets } from './prices/markets.ts';
import { monthAt, priceIn } from './prices/price-at.ts';
import { anchorIn, cycleEndOf } from './terms-cycle.ts';
import type { Availability, Subscription, Term } from './types.ts';
import type { World } from './world.ts';

type Plan = Pick<Subscription, 'productId' | 'skuId' | 'term' | 'billingCycle' | 'quantity'>;

/** A new term from 00:00 UTC: scheduled instructions take hold, the price is the list's, promotions are over, the window opens again. */
export function renewed(world: World, before: Subscription, startMs: number): Subscription {
  const { nextTerm, nextBillingCycle: _cycle, promotionId: _over, extended: _month, atTermEnd: _done, ...row } = before;
  const wanted = nextPlan(world, before);
  const { quantity } = wanted;
  const windowEnd = instantAt(startMs + 7 * dayMs);
  const availability = planOf(world, wanted);
  return {
    ...row,
    ...wanted,
    ...titleOf(world, row, wanted),
    ...(availability === undefined ? {} : sold(world, row, availability, instantAt(startMs))),
    ...(nextTerm?.promotionId === undefined ? {} : { promotionId: nextTerm.promotionId }),
    isTrial: false,
    seatBatches: [{ quantity, addedAt: instantAt(startMs), refundableUntil: windowEnd }],
    ...termFrom(world, row, startMs, wanted, nextTerm?.customTermEndDate),
    cancellationAllowedUntil: windowEnd,
  };
}

/** What the next term is of: as instructed, else as before; a trial becomes what it was a trial of. */
function nextPlan(world: World, before: Subscription): Plan {
  const { nextTerm, nextBillingCycle, extended: month, ...row } = before;
  const { productId, skuId, term, billingCycle, quantity }: Plan = nextTerm ?? {
    ...row,
    ...(month === undefined ? {} : { term: month.term, billingCycle: month.billingCycle }),
    ...(nextBillingCycle === undefined ? {} : { billingCycle: nextBillingCycle }),
    ...(row.isTrial ? paidPlan(world, row) : {}),
  };
  return { productId, skuId, term, billingCycle, quantity };
}

function paidPlan(world: World, row: Subscription): Partial<Plan> {
  const paid = world.tables.skus.get(world.tables.skus.get(`${row.productId}:${row.skuId}`)?.trialOf ?? '');
  if (paid === undefined) return {};
  return { productId: paid.productId, skuId: paid.skuId, term: 'P1Y', billingCycle: 'monthly' };
}

/** Another product brings its name along, unless somebody gave the subscription one of his own. */
function titleOf(world: World, row: Pick<Subscription, 'offerName' | 'friendlyName' | 'productId' | 'skuId'>, wanted: Plan) {
  if (row.productId === wanted.productId && row.skuId === wanted.skuId) return {};
  const offerName = world.tables.skus.get(`${wanted.productId}:${wanted.skuId}`)?.title ?? row.offerName;
  return { offerName, ...(row.friendlyName === row.offerName ? { friendlyName: offerName } : {}) };
}

/** A month more without commitment: price of the monthly plan and something on top, billed in advance, to be cancelled at any time. */
export function extended(world: World, before: Subscription, startMs: number): Subscription {
  const { nextTerm: _next, nextBillingCycle: _cycle, promotionId: _over, ...row } = before;
  const start = instantAt(startMs);
  const span = { term: 'P1M', billingCycle: 'monthly' } as const;
  const dates = termFrom(world, row, startMs, span, undefined);
  const plan = row.extended ?? { since: start, term: row.term, billingCycle: row.billingCycle };
  return {
    ...row,
    ...span,
    availabilityId: planOf(world, { ...row, ...span })?.availabilityId ?? row.availabilityId,
    ...dates,
    extended: plan,
    unitPrice: extendedPrice(world, row, plan, start),
    seatBatches: [{ quantity: row.quantity, addedAt: start, refundableUntil: dates.commitmentEndAt }],
    cancellationAllowedUntil: dates.commitmentEndAt,
  };
}

function extendedPrice(world: World, row: Subscription, old: Pick<Subscription, 'term' | 'billingCycle'>, at: string): string {
  const { upliftPercent, upliftWithoutMonthlyPercent } = world.switch('extendedTerm');
  const monthly = planOf(world, { ...row, term: 'P1M', billingCycle: 'monthly' });
  const former = planOf(world, { ...row, term: old.term, billingCycle: old.billingCycle });
  const [base, uplift] =
    monthly === undefined
      ? [
          new Decimal(former === undefined ? row.unitPrice : priceOf(world, row, former, at)).div(monthsOf(old.billingCycle)),
          upliftWithoutMonthlyPercent,
        ]
      : [new Decimal(priceOf(world, row, monthly, at)), upliftPercent];
  return cents(base.times(100 + uplift).div(100));
}

type Dates = Pick<Subscription, 'effectiveStartAt' | 'commitmentEndAt' | 'billingCycleEndAt'> & { readonly anchorAt: string };

type Ended = Pick<Subscription, 'anchorAt' | 'effectiveStartAt' | 'term'>;

/** A chosen end is the day from which everything is counted afterwards; without one the old anchor goes on. */
function termFrom(
  world: World,
  row: Ended,
  startMs: number,
  { term, billingCycle }: Pick<Subscription, 'term' | 'billingCycle'>,
  customTermEndDate: string | undefined,
): Dates {
  const { monthEnd } = world.switch('billing');
  const { anchorAt, commitmentEndAt } = endFrom(anchorAfter(row, startMs, term, monthEnd), startMs, term, customTermEndDate);
  const effectiveStartAt = instantAt(startMs);
  const anchor = anchorIn({ anchorAt, effectiveStartAt, term }, monthEnd);
  return { effectiveStartAt, anchorAt, commitmentEndAt, billingCycleEndAt: cycleEndOf(anchor, startMs, billingCycle, commitmentEndAt) };
}

/** A monthly term that a short month has cut stays on that day, as does all that follows (partner-center-api.md 11.5). */
const anchorAfter = (row: Ended, startMs: number, term: Term, monthEnd: MonthEnd): string =>
  monthEnd === 'published' && (row.term === 'P1M' || term === 'P1M') ? instantAt(startMs) : (row.anchorAt ?? row.effectiveStartAt);

function endFrom(
  anchorAt: string,
  startMs: number,
  term: Term,
  customTermEndDate: string | undefined,
): { readonly anchorAt: string; readonly commitmentEndAt: string } {
  const chosenMs = customTermEndDate === undefined ? 0 : Date.parse(customTermEndDate.slice(0, 10)) + dayMs;
  if (chosenMs > startMs) return { anchorAt: instantAt(chosenMs), commitmentEndAt: instantAt(chosenMs - 1000) };
  return { anchorAt, commitmentEndAt: instantAt(nextPoint({ ms: Date.parse(anchorAt) }, startMs, monthsOf(term)) - 1000) };
}

/** The price row of a plan, in the subscription's currency where there is a choice. */
export function planOf(
  world: World,
  wanted: Pick<Subscription, 'productId' | 'skuId' | 'term' | 'billingCycle'> & { readonly currency?: string },
): Availability | undefined {
  const rows = world.tables.availabilities
    .by('sku', `${wanted.productId}:${wanted.skuId}`)
    .filter((row) => row.term === wanted.term && row.billingCycle === wanted.billingCycle);
  return rows.find((row) => row.currency === wanted.currency) ?? rows[0];
}

type Payer = Pick<Subscription, 'distributorAccountId' | 'currency'>;

/** What the partner pays at an instant: Microsoft's price in the currency of the subscription, or the distributor's where it was bought there. */
export function priceOf(world: World, row: Payer, availability: Availability, at: string): string {
  const market = row.currency === availability.currency ? undefined : allMarkets().find(({ currency }) => currency === row.currency);
  const { unitPrice, distributorPrice } = priceIn(world, availability, monthAt(at), market);
  return row.distributorAccountId === undefined ? unitPrice : distributorPrice;
}

/** Which sale it is now, and its price. */
export const sold = (
  world: World,
  row: Payer,
  availability: Availability,
  at: string,
): Pick<Subscription, 'availabilityId' | 'unitPrice'> => ({
  availabilityId: availability.availabilityId,
  unitPrice: priceOf(world, row, availability, at),
});
