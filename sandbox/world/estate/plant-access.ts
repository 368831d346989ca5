import { must } from '../../../src/lib/must.ts';
import type { Planted } from '../planted.ts';
import { type CustomerPlan, relationship } from './customers.ts';
import { expiredGdap } from './gdap.ts';
import type { Planting } from './planting.ts';

/** What is wrong with customers rather than with lines. Customers 5 and 7 of each estate are left for the waiting and missing states. */
export function plantAccess(planting: Planting): void {
  twoAccounts(
    planting,
    planting.takeCustomer((index) => index > 3 && index % 2 === 0),
  );
  accessExpired(
    planting,
    planting.takeCustomer((index) => index > 3 && index % 2 === 1 && !waiting.has(index)),
  );
  accessExpired(
    planting,
    planting.takeCustomer((index) => index > 3 && index % 2 === 0),
  );
}

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

function twoAccounts(planting: Planting, index: number): void {
  const { books } = planting;
  const plan = must(books.customers[index], 'customer');
  books.relationships.push(relationship(plan, books.accounts.direct.id, plan.random));
  planting.planted.push({
    ...facts(planting, plan),
    kind: 'same_tenant_two_partners',
    story: 'The customer has a reseller relationship with both partner accounts.',
    accountId: books.accounts.reseller.id,
    expected: books.accounts.reseller.id,
    actual: `${books.accounts.direct.id}, ${books.accounts.reseller.id}`,
  });
}

function accessExpired(planting: Planting, index: number): void {
  const { books } = planting;
  const plan = must(books.customers[index], 'customer');
  const gdap = must(books.access.get(plan.customer.id), 'relationship');
  books.access.set(plan.customer.id, expiredGdap(gdap, books.startsMs));
  planting.planted.push({
    ...facts(planting, plan),
    kind: 'access_expired',
    story: 'The delegated access ran out twelve days ago.',
    accountId: gdap.accountId,
    gdapId: gdap.id,
    expected: 'active',
    actual: 'expired',
  });
}
