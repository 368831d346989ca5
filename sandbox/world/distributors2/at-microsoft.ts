import { buySeats } from '../../acts/buy.ts';
import { portalActs } from '../../acts/portal.ts';
import type { BillingCycle, Customer, PartnerAccount, Subscription, Term } from '../types.ts';
import { put, type World } from '../world.ts';

// What a distributor does at Microsoft for its reseller, by the same rules as everybody: the reseller's account carries what is bought.

export type Wanted = {
  readonly customerId: string;
  readonly skuKey: string;
  readonly quantity: number;
  readonly term: Term;
  readonly billingCycle: BillingCycle;
};

export type Outcome = { readonly done: Subscription } | { readonly refused: string };

/** Buys for a customer of the reseller's account; the relationship is made when there is none yet. */
export function sell(world: World, distributor: string, wanted: Wanted): Outcome {
  const account = world.tables.partnerAccounts.all().find((row) => row.partnerType === 'indirectReseller' && row.cloud === 'global');
  if (account === undefined) return { refused: 'There is no reseller account' };
  const { customerId } = wanted;
  const key = `${account.id}:${customerId}`;
  if (world.tables.relationships.get(key)?.removedAt !== undefined) return { refused: 'The customer removed the reseller' };
  if (world.tables.relationships.get(key) === undefined) relate(world, distributor, account, customerId);
  return buySeats(world, { ...wanted, accountId: account.id, by: { actor: { kind: 'system', name: distributor }, cause: distributor } });
}

function relate(world: World, distributor: string, account: PartnerAccount, customerId: string): void {
  world.apply({
    kind: 'customer.relationshipAccepted',
    actor: { kind: 'system', name: distributor },
    cause: distributor,
    about: { accountId: account.id, customerId },
    changes: [
      put('relationships', {
        id: `${account.id}:${customerId}`,
        accountId: account.id,
        customerId,
        billingProfileId: world.newId(),
        billingProfileVersion: 1,
        relationshipToPartner: 'reseller',
        allowDelegatedAccess: false,
        commerceId: `${world.newId()}:${world.newId()}_2019-05-31`,
        acceptedAt: world.now(),
      }),
    ],
  });
}

type Change =
  | 'portal.upgrade'
  | 'portal.nextTerm'
  | 'portal.term'
  | 'portal.billingCycle'
  | 'portal.seats'
  | 'portal.cancel'
  | 'portal.suspend'
  | 'portal.reactivate'
  | 'portal.autoRenew';

/** Changes a subscription at Microsoft; what Microsoft refuses stays as it was. */
export function change(world: World, subscriptionId: string, act: Change, input: Readonly<Record<string, unknown>> = {}): Outcome {
  const acted = portalActs[act]?.(world, { ...input, subscriptionId }) ?? { refused: `no act ${act}` };
  if ('refused' in acted) return acted;
  const done = world.tables.subscriptions.get(subscriptionId);
  return done === undefined ? { refused: 'The subscription is gone' } : { done };
}

type NewTenant = Pick<Customer, 'name' | 'address' | 'contact'> & { readonly domain: string };

/** The tenant of that domain; a new one when nobody has it. */
export function tenantOf(world: World, distributor: string, { domain, ...known }: NewTenant): Customer {
  const wanted = domain.toLowerCase();
  const found = world.tables.customers.all().find((row) => row.defaultDomain === wanted || row.domain === wanted);
  if (found !== undefined) return found;
  const label = wanted.split('.')[0] ?? wanted;
  const made: Customer = {
    ...known,
    id: world.newId(),
    cloud: 'global',
    defaultDomain: `${label}.onmicrosoft.com`,
    domain: wanted,
    country: known.address.country,
    currency: 'USD',
    culture: 'en-US',
    language: 'en',
    createdAt: world.now(),
  };
  world.apply({
    kind: 'customer.created',
    actor: { kind: 'system', name: distributor },
    cause: distributor,
    about: { customerId: made.id },
    changes: [put('customers', made)],
  });
  return made;
}
