import { Decimal } from '../../../src/lib/decimal.ts';
import { cents } from '../../cents.ts';
import { instantAt } from '../estate/times.ts';
import type { Availability, BillingCycle, Subscription, Term } from '../types.ts';
import type { World } from '../world.ts';
import { monthAt, monthStartMs } from './price-at.ts';

/** A reduced price for some months. Derived from the month in which the world began; nothing is kept. */
export type Promotion = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly startAt: string;
  readonly endAt: string;
  readonly skuKey: string;
  readonly term: Term;
  readonly billingCycle: BillingCycle;
  /** Share of the partner's price: `0.15`. */
  readonly discount: string;
  readonly segment: Availability['segment'];
  readonly minSeats?: number;
  readonly maxSeats?: number;
  readonly isFirstPurchase?: true;
  /** Product of which the customer must have something. */
  readonly ownedProductId?: string;
  /** How many subscriptions of one customer may have it. */
  readonly assetLimit?: number;
};

/** `from`, `to`: months counted from the month in which the world began; the promotion ends with the last day of `to`. */
type Plan = Omit<Promotion, 'startAt' | 'endAt' | 'name' | 'description' | 'segment'> & { readonly from: number; readonly to: number };

const plans: readonly Plan[] = [
  {
    id: '39NFJQT1PJQB:0001:39NFJQT1Q5KN',
    skuKey: 'CFQ7TTC0MM8R:0001',
    term: 'P1Y',
    billingCycle: 'annual',
    discount: '0.15',
    from: -2,
    to: 4,
    minSeats: 10,
    maxSeats: 300,
  },
  {
    id: '39NFJQT1PJQC:0001:39NFJQT1Q5KM',
    skuKey: 'CFQ7TTC0LDPB:0001',
    term: 'P1Y',
    billingCycle: 'monthly',
    discount: '0.05',
    from: -1,
    to: 2,
    isFirstPurchase: true,
    assetLimit: 1,
  },
  {
    id: '39NFJQT1PM6C:0005:39NFJQT1Q5L7',
    skuKey: 'CFQ7TTC0LFLZ:0002',
    term: 'P1Y',
    billingCycle: 'annual',
    discount: '0.10',
    from: -4,
    to: 8,
    ownedProductId: 'CFQ7TTC0LFLX',
  },
  {
    id: '39NFJQT1XK5L:000J:39NFJQT1Q5D8',
    skuKey: 'CFQ7TTC0LH0T:0001',
    term: 'P3Y',
    billingCycle: 'annual',
    discount: '0.167',
    from: -6,
    to: 5,
  },
  {
    id: '39NFJQT1XG89:0002:39NFJQT1Q5L2',
    skuKey: 'CFQ7TTC0LCHC:0002',
    term: 'P1Y',
    billingCycle: 'annual',
    discount: '0.05',
    from: -9,
    to: -2,
  },
  {
    id: '39NFJQT1XG90:0001:39NFJQT1Q5L3',
    skuKey: 'CFQ7TTC0HL8W:0001',
    term: 'P1Y',
    billingCycle: 'annual',
    discount: '0.08',
    from: 1,
    to: 6,
  },
];

/** Every promotion of the world: over, running and to come. */
export function allPromotions(world: World): readonly Promotion[] {
  const base = monthAt(world.options.startsAt);
  return plans.map(({ from, to, ...plan }) => {
    const title = world.tables.skus.get(plan.skuKey)?.title ?? plan.skuKey;
    return {
      ...plan,
      name: title,
      description: title,
      startAt: instantAt(monthStartMs(base + from)),
      endAt: instantAt(monthStartMs(base + to + 1) - 1000),
      segment: 'commercial',
    };
  });
}

export const promotionOf = (world: World, id: string): Promotion | undefined =>
  allPromotions(world).find((promotion) => promotion.id.toLowerCase() === id.toLowerCase());

export const runsAt = (promotion: Promotion, instant: string): boolean => {
  const at = Date.parse(instant);
  return Date.parse(promotion.startAt) <= at && at <= Date.parse(promotion.endAt);
};

/** What a promotion takes off a price, as share; '0' when there is no such promotion. It stays for the term in which it was given. */
export const discountOf = (world: World, promotionId: string | undefined): string =>
  (promotionId === undefined ? undefined : promotionOf(world, promotionId)?.discount) ?? '0';

/** An amount after a promotion, to the cent. */
export const reduced = (amount: string, discount: string): string => cents(new Decimal(amount).times(new Decimal(1).minus(discount)));

export type PromotionProblem = {
  readonly type:
    | 'InvalidCatalogItemId'
    | 'InvalidPromotion'
    | 'PrerequisiteProductOwnership'
    | 'RedemptionLimit'
    | 'SeatCount'
    | 'OfferPurchasedPreviously'
    | 'Term'
    | 'NoPromotionsAvailable';
  readonly description: string;
};

/** Who wants a promotion for what. */
export type PromotionWish = {
  readonly accountId: string;
  readonly customerId: string;
  readonly skuKey: string;
  readonly term: string;
  readonly billingCycle: string;
  readonly quantity: number;
  readonly at: string;
};

type Check = PromotionProblem & { fails(promotion: Promotion, wish: PromotionWish, owned: readonly Subscription[]): boolean };

const isLiving = ({ status }: Subscription): boolean => status === 'active' || status === 'suspended';

const checks: readonly Check[] = [
  {
    type: 'InvalidPromotion',
    description: 'The promotion is not valid for this catalog item or is not active.',
    fails: (promotion, wish) => !runsAt(promotion, wish.at) || promotion.skuKey !== wish.skuKey,
  },
  {
    type: 'Term',
    description: 'The term duration or the billing cycle is not eligible for this promotion.',
    fails: (promotion, wish) => promotion.term !== wish.term || promotion.billingCycle !== wish.billingCycle,
  },
  {
    type: 'SeatCount',
    description: 'The number of seats is not within the limits of this promotion.',
    fails: ({ minSeats = 0, maxSeats = Number.POSITIVE_INFINITY }, { quantity }) => quantity < minSeats || quantity > maxSeats,
  },
  {
    type: 'OfferPurchasedPreviously',
    description: 'The customer has purchased this offer previously.',
    fails: ({ isFirstPurchase }, { skuKey }, owned) =>
      isFirstPurchase === true && owned.some((row) => `${row.productId}:${row.skuId}` === skuKey),
  },
  {
    type: 'PrerequisiteProductOwnership',
    description: 'The customer does not own the prerequisite product.',
    fails: ({ ownedProductId }, _wish, owned) =>
      ownedProductId !== undefined && !owned.some((row) => isLiving(row) && row.productId === ownedProductId),
  },
  {
    type: 'RedemptionLimit',
    description: 'The customer has redeemed this promotion as often as it allows.',
    fails: ({ id, assetLimit = Number.POSITIVE_INFINITY }, _wish, owned) =>
      owned.filter((row) => isLiving(row) && row.promotionId === id).length >= assetLimit,
  },
];

/** Why somebody does not get a promotion; nothing when he does. */
export function problemsOf(world: World, promotion: Promotion, wish: PromotionWish): readonly PromotionProblem[] {
  const owned = world.tables.subscriptions.by('relationship', `${wish.accountId}:${wish.customerId}`);
  return checks.filter((check) => check.fails(promotion, wish, owned)).map(({ type, description }) => ({ type, description }));
}

/** The promotion that applies by itself at purchase: the largest that the customer gets. */
export function autoPromotion(world: World, wish: PromotionWish): Promotion | undefined {
  return allPromotions(world)
    .filter((promotion) => problemsOf(world, promotion, wish).length === 0)
    .toSorted((left, right) => new Decimal(right.discount).comparedTo(left.discount))[0];
}
