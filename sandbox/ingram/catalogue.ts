import { json, type RemoteAnswer } from '../remote.ts';
import { plansOfSku, type SeatPlan, seatPlan, seatSkus } from '../world/distributors2/catalogue.ts';
import { planIdOf, planSuffix, productIdOf } from '../world/estate/other-distributors.ts';
import { prerequisitesOf } from '../world/prices/extra-catalogue.ts';
import type { BillingCycle, Term } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { notFound } from './errors.ts';
import { type Call, fits, fitsPart, pageOf } from './session.ts';
import { cyclePeriod, money, termPeriod } from './wire.ts';

/** The marketplace's product and plan numbers of a seat plan. */
export const numbersOf = ({ sku, availability }: SeatPlan) => ({
  productId: productIdOf(sku.id, availability.term, availability.billingCycle),
  planId: planIdOf(sku.id, availability.term, availability.billingCycle),
});

export const planName = ({ sku, availability }: SeatPlan): string => `${sku.title} ${planSuffix(availability)}`;

export const allPlans = (world: World): readonly SeatPlan[] => seatSkus(world).flatMap((sku) => plansOfSku(world, sku));

const billingModels: Readonly<Record<BillingCycle, string>> = {
  monthly: 'chargeBeforeBillingPeriod',
  annual: 'chargeBeforeBillingPeriod',
  triennial: 'chargeBeforeSubscriptionPeriod',
};
export const billingModelOf = (cycle: BillingCycle): string => billingModels[cycle];

/** GET /products: one for each SKU, term and billing period; `mpn` is ProductId:SkuId, so several share it. */
export function listProducts(call: Call): RemoteAnswer {
  const rows = allPlans(call.world).filter(
    (plan) =>
      fitsPart(call, 'name', plan.sku.title) &&
      fits(call, 'serviceName', serviceName) &&
      fits(call, 'mpn', plan.sku.id) &&
      fits(call, 'vendor', vendor),
  );
  return pageOf(call, rows, (plan) => productAnswer(call, plan));
}

export const vendor = 'Microsoft';
const serviceName = 'Office365_NCE';

function productAnswer({ world }: Call, plan: SeatPlan) {
  const { sku, availability } = plan;
  const price = (amount: string) => [{ ...money(amount, availability.currency), type: 'recurring', model: 'FLAT', lowerLimit: 1 }];
  // An add-on needs one of its base products beside it, over the same periods.
  const bases = prerequisitesOf(sku.id).flatMap((key) => seatPlan(world, key, availability.term, availability.billingCycle) ?? []);
  return {
    mpn: sku.id,
    vendor,
    id: numbersOf(plan).productId,
    serviceName,
    name: sku.title,
    minimumQuantity: String(sku.minimumQuantity),
    maximumQuantity: String(sku.maximumQuantity),
    prices: price(availability.erpPrice),
    costs: price(availability.distributorPrice),
    billingPeriod: cyclePeriod[availability.billingCycle],
    subscriptionPeriod: termPeriod[availability.term],
    billingModel: billingModelOf(availability.billingCycle),
    dependsOn: bases.map((base) => ({ mpn: base.sku.id, id: numbersOf(base).productId })),
    coterming: { required: 'ALLOWED', type: 'SUBSCRIPTION' },
  };
}

/** GET /plans */
export const listPlans = (call: Call): RemoteAnswer => pageOf(call, allPlans(call.world), planAnswer);

const planAnswer = (plan: SeatPlan) => ({
  id: numbersOf(plan).planId,
  name: planName(plan),
  shortDescription: plan.sku.title,
  longDescription: plan.sku.description,
  published: true,
  subscriptionPeriods: [{ ...termPeriod[plan.availability.term], trial: false, active: true }],
  billingPeriod: cyclePeriod[plan.availability.billingCycle],
  billingModel: billingModelOf(plan.availability.billingCycle),
});

/** GET /plans/{id}: with the plans of the same SKU to which it may be switched. */
export function getPlan(call: Call): RemoteAnswer {
  const plan = allPlans(call.world).find((one) => numbersOf(one).planId === call.params['id']);
  if (plan === undefined) return notFound('The plan');
  const others = plansOfSku(call.world, plan.sku).filter((one) => one !== plan && numbersOf(one).planId !== numbersOf(plan).planId);
  return json(200, {
    ...planAnswer(plan),
    planSwitches: others.map((one) => ({
      planId: Number(numbersOf(one).planId),
      subscriptionPeriod: termPeriod[one.availability.term],
      billingPolicy: longer(one.availability.term, plan.availability.term) ? 'prorate_starting_new_subscription_period' : 'no_refund',
      whenEffective: longer(one.availability.term, plan.availability.term) ? 'immediately' : 'next_subscription_period',
      sourceSubscriptionPeriod: termPeriod[plan.availability.term],
    })),
  });
}

const lengths: Readonly<Record<Term, number>> = { P1M: 1, P1Y: 12, P3Y: 36 };
const longer = (a: Term, b: Term): boolean => lengths[a] > lengths[b];
