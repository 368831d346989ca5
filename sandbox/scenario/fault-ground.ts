import { subscriptionField } from '../world/estate/psa.ts';
import { dayMs } from '../world/estate/times.ts';
import type { DistributorSubscription, PsaAddition, Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { serviceOf } from './books.ts';
import { atDistributor, linesOf } from './find.ts';

/** A sale of the estate whose books agree and that nothing was planted in. */
export type Sold = {
  readonly subscription: Subscription;
  readonly bought: DistributorSubscription | undefined;
  readonly line: PsaAddition;
  /** The line carries the subscription's id. */
  readonly isNamed: boolean;
  /** Days until its term ends. */
  readonly endsIn: number;
};

const accounts = ['pc-1', 'pc-2'];
/** Every fourth customer is kept for what is wrong with customers. */
const forCustomers = 4;

const estateOf = (world: World): string[] => [
  ...new Set(accounts.flatMap((account) => world.tables.relationships.by('accountId', account).map((one) => one.customerId))),
];

/** Running sales of customers that are not kept for faults of their own. */
export const soldIn = (world: World): Sold[] =>
  estateOf(world)
    .filter((_, at) => at % forCustomers !== 0)
    .flatMap((customerId) => soldTo(world, customerId));

/** A customer's running sales with one line each that agrees. */
export const soldTo = (world: World, customerId: string): Sold[] =>
  world.tables.subscriptions
    .by('customerId', customerId)
    .filter((one) => one.status === 'active' && !one.isTrial && accounts.includes(one.accountId) && one.quantity >= 4)
    .flatMap((subscription): Sold[] => {
      const [line, second] = linesOf(world, subscription);
      if (line === undefined || second !== undefined || line.quantity !== String(subscription.quantity)) return [];
      // Billed as another term already: whatever happened to its seats would be the second fault of one line.
      if (serviceOf(world, subscription, {})?.id !== line.catalogItemId) return [];
      const bought = atDistributor(world, subscription);
      if (subscription.distributorAccountId !== undefined && bought?.quantity !== subscription.quantity) return [];
      const isNamed = line.customFields.some(({ fieldId, value }) => fieldId === subscriptionField && value === subscription.id);
      const endsIn = (Date.parse(subscription.commitmentEndAt) - Date.parse(world.now())) / dayMs;
      return [{ subscription, bought, line, isNamed, endsIn }];
    });

/** Customers of the estate that a fault may take whole, and customers of other partners. */
export function customersToTake(world: World): { readonly estate: string[]; readonly strangers: string[] } {
  const estate = estateOf(world);
  const known = new Set(estate);
  const isFit = (customerId: string): boolean =>
    world.tables.relationships.by('customerId', customerId).length === 1 &&
    world.tables.gdap.by('customerId', customerId).at(-1)?.status === 'active';
  return {
    estate: estate.filter((customerId, at) => at > 0 && at % forCustomers === 0 && isFit(customerId)),
    strangers: world.tables.customers
      .all()
      .filter(({ id, cloud }) => !known.has(id) && cloud === 'global')
      .map(({ id }) => id),
  };
}
