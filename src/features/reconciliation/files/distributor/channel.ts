import type { Books, InvoicedBooks } from '../books.ts';
import type { DistributorSubscription, Subscription } from '../model.ts';
import { listedAtDistributor } from './theirs.ts';

export type Channel = 'microsoft' | 'distributor';

/** Which way customers buy, so that nobody looks for a charge where none can be. */
export type Channels = {
  readonly isCharged: (subscriptionId: string) => boolean;
  readonly atDistributor: ReadonlyMap<string, readonly DistributorSubscription[]>;
  readonly of: (subscription: Subscription) => Channel;
};

function isDistributorCustomer(books: Books): ReadonlySet<string> {
  const customers = new Set<string>(books.distributor?.tenants.values() ?? []);
  for (const mapping of books.mapping?.customers ?? []) if (mapping.distributorCompanyId !== '') customers.add(mapping.customerId);
  return customers;
}

/**
 * By evidence: a subscription that is charged by Microsoft is bought there, one that the distributor lists is bought there. For the
 * rest what most of the customer's subscriptions do decides; a customer that no distributor knows buys from Microsoft.
 */
export function channels(books: InvoicedBooks): Channels {
  const atDistributor = listedAtDistributor(books);
  const isCharged = (id: string): boolean => books.invoices.some(({ scan }) => (scan.table.byId.get(id)?.lines ?? 0) > 0);
  const linked = isDistributorCustomer(books);
  // Where the distributor's list is absent or cut short, a customer without any charge may be his.
  const isDistributorKnown = books.distributor?.isComplete === true;
  const byCustomer = new Map<string, Channel>();
  const ofCustomer = (customerId: string): Channel => {
    let channel = byCustomer.get(customerId);
    if (channel === undefined) {
      const listed = books.estate?.byCustomer.get(customerId) ?? [];
      const theirs = listed.filter(({ id }) => atDistributor.has(id)).length;
      const ours = listed.filter(({ id }) => isCharged(id)).length;
      channel =
        (ours === 0 && !isDistributorKnown) || theirs > ours || (theirs === ours && linked.has(customerId)) ? 'distributor' : 'microsoft';
      byCustomer.set(customerId, channel);
    }
    return channel;
  };
  const of = (subscription: Subscription): Channel => {
    if (atDistributor.has(subscription.id)) return 'distributor';
    return isCharged(subscription.id) ? 'microsoft' : ofCustomer(subscription.customerId);
  };
  return { isCharged, atDistributor, of };
}
