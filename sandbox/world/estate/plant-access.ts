import { must } from '../../../src/lib/must.ts';
import type { Planted } from '../planted.ts';
import { type CustomerPlan, relationship } from './customers.ts';
import { expiredGdap } from './gdap.ts';
import type { Planting } from './planting.ts';
import type { Plant, PlantOf } from './sample-file.ts';

/** What is wrong with customers rather than with lines. */
export function plantAccess(planting: Planting, plant: PlantOf<'twoAccounts' | 'accessExpired'>, index: number): void {
  if (plant.plant === 'twoAccounts') twoAccounts(planting, index, plant.expect);
  else accessExpired(planting, index, plant.expect);
}

/** Not the first four, whom people meet first, and not those that are left for the waiting and missing states. */
export const mayTake =
  ({ where }: Plant) =>
  (index: number): boolean =>
    index > 3 && !waiting.has(index) && (where.through === undefined || (index % 2 === 0) === (where.through === 'distributor'));

/** Index of customers whose access is pending or missing without being a planted difference. */
export const waiting: ReadonlyMap<number, 'pending' | 'missing'> = new Map([
  [5, 'pending'],
  [7, 'missing'],
]);

const facts = (
  planting: Planting,
  plan: CustomerPlan,
): Pick<Planted, 'id' | 'customerId' | 'customerName' | 'psaAdditionIds' | 'impact' | 'currency'> => ({
  id: `planted-${String(planting.planted.length + 1)}`,
  customerId: plan.customer.id,
  customerName: plan.customer.name,
  psaAdditionIds: [],
  impact: '0.00',
  currency: 'USD',
});

function twoAccounts(planting: Planting, index: number, { kind, story }: Plant['expect']): void {
  const { books } = planting;
  const plan = must(books.customers[index], 'customer');
  books.relationships.push(relationship(plan, books.accounts.direct.id, plan.random));
  planting.planted.push({
    ...facts(planting, plan),
    kind,
    story,
    accountId: books.accounts.reseller.id,
    expected: books.accounts.reseller.id,
    actual: `${books.accounts.direct.id}, ${books.accounts.reseller.id}`,
  });
}

function accessExpired(planting: Planting, index: number, { kind, story }: Plant['expect']): void {
  const { books } = planting;
  const plan = must(books.customers[index], 'customer');
  const gdap = must(books.access.get(plan.customer.id), 'relationship');
  books.access.set(plan.customer.id, expiredGdap(gdap, books.startsMs));
  planting.planted.push({
    ...facts(planting, plan),
    kind,
    story,
    accountId: gdap.accountId,
    gdapId: gdap.id,
    expected: 'active',
    actual: 'expired',
  });
}
