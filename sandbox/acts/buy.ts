import { findAccount, findCustomer } from '../control/find.ts';
import { findAvailability } from '../partner-center/subscriptions/change.ts';
import { cycleEnd, instantAt, monthsOf, spanEnd } from '../world/estate/times.ts';
import type { Availability, BillingCycle, PartnerAccount, Subscription, Term } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { type Act, textIn, wholeIn } from './act.ts';

const terms: ReadonlySet<string> = new Set<Term>(['P1M', 'P1Y', 'P3Y']);
const cycles: ReadonlySet<string> = new Set<BillingCycle>(['monthly', 'annual', 'triennial']);
const isTerm = (text: string): text is Term => terms.has(text);
const isCycle = (text: string): text is BillingCycle => cycles.has(text);

/** {customer, sku: "productId:skuId", quantity, term?: P1Y, billingCycle?: monthly, account?}: bought at Microsoft directly, in the portal. */
export const buy: Act = (world, input) => {
  const seller = sellerOf(world, input);
  if ('refused' in seller) return seller;
  const { account, customerId } = seller;
  const quantity = wholeIn(input, 'quantity') ?? 0;
  const plan = planOf(world, input, account.currency);
  if (plan === undefined || quantity < 1) return { refused: 'sku, quantity, term or billingCycle is wrong, or not sold in that form' };
  const subscription = bought(world, { accountId: account.id, customerId, quantity, currency: account.currency, ...plan });
  world.apply({
    kind: 'subscription.bought',
    actor: { kind: 'user', name: account.users[0]?.userPrincipalName ?? 'portal' },
    cause: 'portal',
    about: {
      accountId: account.id,
      customerId,
      subscriptionId: subscription.id,
      orderId: subscription.orderId,
      operationType: 'create_order',
    },
    changes: [put('subscriptions', subscription)],
  });
  return { done: subscription };
};

type Input = Readonly<Record<string, unknown>>;

function sellerOf(
  world: World,
  input: Input,
): { readonly account: PartnerAccount; readonly customerId: string } | { readonly refused: string } {
  const customer = findCustomer(world, textIn(input, 'customer') ?? '');
  if (customer === undefined) return { refused: 'unknown customer' };
  const relationships = world.tables.relationships.by('customerId', customer.id).filter((row) => row.removedAt === undefined);
  const wanted = textIn(input, 'account');
  const account = wanted === undefined ? world.tables.partnerAccounts.get(relationships[0]?.accountId ?? '') : findAccount(world, wanted);
  if (account === undefined || !relationships.some((row) => row.accountId === account.id))
    return { refused: 'that account does not sell to this customer' };
  return { account, customerId: customer.id };
}

function planOf(
  world: World,
  input: Input,
  currency: string,
): { readonly offerName: string; readonly availability: Availability } | undefined {
  const sku = world.tables.skus.get(textIn(input, 'sku') ?? '');
  const term = textIn(input, 'term') ?? 'P1Y';
  const billingCycle = textIn(input, 'billingCycle') ?? 'monthly';
  if (sku === undefined || !isTerm(term) || !isCycle(billingCycle)) return undefined;
  const availability = findAvailability(world, { productId: sku.productId, skuId: sku.skuId, term, billingCycle, currency });
  return availability === undefined ? undefined : { offerName: sku.title, availability };
}

type Wanted = Pick<Subscription, 'accountId' | 'customerId' | 'offerName' | 'quantity' | 'currency'> & {
  readonly availability: Availability;
};

function bought(world: World, { availability, ...wanted }: Wanted): Subscription {
  const nowMs = world.clock.nowMs();
  const now = instantAt(nowMs);
  const windowEnd = instantAt(nowMs + 168 * 3_600_000);
  const { unitPrice, ...plan } = availability;
  return {
    ...wanted,
    id: world.newId(),
    productId: plan.productId,
    skuId: plan.skuId,
    availabilityId: plan.availabilityId,
    term: plan.term,
    billingCycle: plan.billingCycle,
    unitPrice,
    friendlyName: wanted.offerName,
    seatBatches: [{ quantity: wanted.quantity, addedAt: now, refundableUntil: windowEnd }],
    status: 'active',
    autoRenew: true,
    isTrial: false,
    createdAt: now,
    effectiveStartAt: now,
    commitmentEndAt: spanEnd(nowMs, monthsOf(plan.term)),
    cancellationAllowedUntil: windowEnd,
    billingCycleEndAt: cycleEnd(nowMs, nowMs, plan.billingCycle, plan.term),
    orderId: world.newId().replaceAll('-', '').slice(0, 12),
    modifiedAt: now,
    version: 1,
  };
}
