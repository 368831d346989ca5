import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { marketOf } from '../../world/prices/markets.ts';
import { allPromotions, type Promotion, type PromotionProblem, problemsOf, promotionOf, runsAt } from '../../world/prices/promotions.ts';
import { type Fields, listOf, readBody, toFields, wholeOf, wordOf } from '../body.ts';
import { type Call, callRoute } from '../call.ts';
import { findItem, idsOf } from '../catalogue/find.ts';
import { findCustomer, type KnownCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { collection } from '../paging.ts';

const app = { audience: 'app', right: 'view' } as const;

const offsetInstant = (instant: string): string => instant.replace(/Z$/, '+00:00');
const cycleWord = { monthly: 'Monthly', annual: 'Annual', triennial: 'Triennial' } as const;

/** Page "Get promotions". */
const promotionAnswer = (promotion: Promotion) => {
  const [productId, skuId] = promotion.skuKey.split(':');
  return {
    id: promotion.id,
    name: promotion.name,
    description: promotion.description,
    startDate: offsetInstant(promotion.startAt),
    endDate: offsetInstant(promotion.endAt),
    properties: { isAutoApplicable: true },
    requiredProducts: [
      {
        productId,
        skuId,
        term: { duration: promotion.term, billingCycle: cycleWord[promotion.billingCycle] },
        pricingPolicies: [{ policyType: 'PercentDiscount', value: promotion.discount }],
      },
    ],
  };
};

/** Members without a limit are left out. */
const constraintsOf = (promotion: Promotion) => ({
  ...(promotion.minSeats === undefined ? {} : { seatConstraints: { minSeats: promotion.minSeats, maxSeats: promotion.maxSeats } }),
  ...(promotion.assetLimit === undefined ? {} : { assetOwnershipLimits: [{ limit: promotion.assetLimit, type: 'ConcurrentCount' }] }),
  ...(promotion.isFirstPurchase === undefined ? {} : { eligibilityConstraints: [{ type: 'FirstPurchase' }] }),
  ...(promotion.ownedProductId === undefined ? {} : { productOwnershipConstraints: [{ bigId: promotion.ownedProductId }] }),
});

const isCountry = (call: Call): boolean => marketOf(call.request.query.get('country') ?? '') !== undefined;

function list(call: Call): RemoteAnswer | Refusal {
  if (!isCountry(call)) return refuse(800002);
  const segment = (call.request.query.get('segment') ?? 'commercial').toLowerCase();
  const now = call.world.now();
  const running = allPromotions(call.world).filter((promotion) => runsAt(promotion, now) && promotion.segment === segment);
  return json(200, collection(running.map(promotionAnswer)));
}

function get(call: Call): RemoteAnswer | Refusal {
  if (!isCountry(call)) return refuse(800002);
  const promotion = promotionOf(call.world, call.params['promotionId'] ?? '');
  if (promotion === undefined) return refuseWith(404, 1000, 'Promotion not found.');
  return json(200, {
    ...promotionAnswer(promotion),
    promotionConstraints: constraintsOf(promotion),
    attributes: { objectType: 'ProductPromotion' },
  });
}

function verify(call: Call): RemoteAnswer | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const items = listOf(readBody(call.request.body) ?? new Map(), 'items');
  if (items === undefined || items.length === 0 || items.some((item) => toFields(item) === undefined)) return refuse(800002);
  const answers = items.map((item, place) => eligibility(call, known, toFields(item) ?? new Map<string, unknown>(), place));
  return json(200, collection(answers));
}

/** Each promotion that was named, or all that could be meant, with the reasons against it. */
function eligibility(call: Call, { customer }: KnownCustomer, item: Fields, place: number) {
  const { world, account } = call;
  const catalogItemId = wordOf(item, 'catalogItemId');
  const quantity = wholeOf(item, 'quantity') ?? 0;
  const term = wordOf(item, 'termDuration');
  const billingCycle = wordOf(item, 'billingCycle').toLowerCase();
  const ids = idsOf(catalogItemId);
  const found = ids === undefined ? undefined : findItem(world, ids, customer.country);
  const skuKey = found === undefined || isRefusal(found) ? undefined : found.sku.id;
  const wish = { accountId: account.id, customerId: customer.id, skuKey: skuKey ?? '', term, billingCycle, quantity, at: world.now() };
  const wanted = wordOf(item, 'promotionId');
  return {
    id: wholeOf(item, 'id') ?? place,
    catalogItemId,
    quantity,
    billingCycle,
    termDuration: term,
    eligibilities:
      skuKey === undefined
        ? [refused(wanted, [{ type: 'InvalidCatalogItemId', description: 'The catalog item is not valid.' }])]
        : judged(world, wanted, wish),
    attributes: { objectType: 'PromotionEligibilities' },
  };
}

const refused = (promotionId: string, errors: readonly PromotionProblem[]) => ({
  ...(promotionId === '' ? {} : { promotionId }),
  isEligible: false,
  errors,
});

function judged(world: Call['world'], wanted: string, wish: Parameters<typeof problemsOf>[2]) {
  const named = promotionOf(world, wanted);
  if (wanted !== '' && named === undefined)
    return [refused(wanted, [{ type: 'InvalidPromotion', description: 'The promotion is not valid.' }])];
  const meant = named === undefined ? allPromotions(world).filter((one) => one.skuKey === wish.skuKey && runsAt(one, wish.at)) : [named];
  if (meant.length === 0)
    return [refused('', [{ type: 'NoPromotionsAvailable', description: 'There are no promotions for this catalog item.' }])];
  return meant.map((promotion) => {
    const problems = problemsOf(world, promotion, wish);
    return problems.length === 0 ? { promotionId: promotion.id, isEligible: true } : refused(promotion.id, problems);
  });
}

export const promotionRoutes: readonly Route[] = [
  callRoute('GET', '/v1/productpromotions', app, list),
  callRoute('GET', '/v1/productpromotions/{promotionId}', app, get),
  callRoute('POST', '/v1/customers/{customerId}/promotionEligibilities', app, verify),
];
