import { findAccount, findCustomer } from '../control/find.ts';
import type { BillingCycle, PartnerAccount, Subscription, Term } from '../world/types.ts';
import { type Actor, put, type World } from '../world/world.ts';
import { type Act, textIn, wholeIn } from './act.ts';
import { findSale, isCycle, isTerm, type Purchase, purchased } from './buy-row.ts';

/** {customer, sku: "productId:skuId", quantity, term?: P1Y, billingCycle?: monthly, account?}: bought at Microsoft directly, in the portal. */
export const buy: Act = (world, input) => {
  const seller = sellerOf(world, input);
  if ('refused' in seller) return seller;
  const { account, customerId } = seller;
  const term = textIn(input, 'term') ?? 'P1Y';
  const billingCycle = textIn(input, 'billingCycle') ?? 'monthly';
  if (!isTerm(term) || !isCycle(billingCycle)) return { refused: 'term or billingCycle is none of the known ones' };
  return buySeats(world, {
    accountId: account.id,
    customerId,
    skuKey: textIn(input, 'sku') ?? '',
    term,
    billingCycle,
    quantity: wholeIn(input, 'quantity') ?? 0,
    by: { actor: { kind: 'user', name: account.users[0]?.userPrincipalName ?? 'portal' }, cause: 'portal' },
  });
};

export type Wanted = Pick<Purchase, 'distributorAccountId' | 'friendlyName' | 'promotionId'> & {
  readonly accountId: string;
  readonly customerId: string;
  /** `CFQ7TTC0LCHC:0002` */
  readonly skuKey: string;
  readonly term: Term;
  readonly billingCycle: BillingCycle;
  readonly quantity: number;
  readonly by: { readonly actor: Actor; readonly cause: string };
};

export type Bought = { readonly done: Subscription } | { readonly refused: string };

/** Seats are bought at Microsoft at once, as one event: in the portal, or by a distributor for one of its resellers. */
export function buySeats(world: World, wanted: Wanted): Bought {
  const sku = world.tables.skus.get(wanted.skuKey);
  const availability = findSale(world, wanted.skuKey, wanted.term, wanted.billingCycle);
  if (sku === undefined || availability === undefined || wanted.quantity < 1 || !Number.isInteger(wanted.quantity))
    return { refused: 'sku, quantity, term or billingCycle is wrong, or not sold in that form' };
  const { skuKey: _sku, term: _term, billingCycle: _cycle, by, ...plain } = wanted;
  const subscription = purchased(world, { ...plain, sku, availability });
  world.apply({
    kind: 'subscription.bought',
    actor: by.actor,
    cause: by.cause,
    about: {
      accountId: wanted.accountId,
      customerId: wanted.customerId,
      subscriptionId: subscription.id,
      orderId: subscription.orderId,
      operationType: 'create_order',
    },
    changes: [put('subscriptions', subscription)],
  });
  return { done: subscription };
}

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
