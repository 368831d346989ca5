import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/lib/canonical.ts';
import { Decimal } from '../../src/lib/decimal.ts';
import { SandboxClock } from '../clock.ts';
import { subscriptionField, tenantField } from './estate/psa.ts';
import { monthsOf } from './estate/times.ts';
import { layEstate } from './estate.ts';
import type { Planted } from './planted.ts';
import { emptyTables, type TableName } from './tables.ts';
import type { DistributorSubscription, PsaAddition, Subscription } from './types.ts';
import { World, type WorldOptions } from './world.ts';

const startsAt = '2026-11-21T10:00:00Z';

function estate(options: Partial<WorldOptions> = {}): { readonly world: World; readonly planted: Planted[] } {
  const world = new World({ seed: 1, scale: 60, startsAt, ...options }, SandboxClock.stoppedAt(startsAt));
  return { world, planted: layEstate(world) };
}

const tableNames = Object.keys(emptyTables()) as TableName[];
const bytes = (world: World): string => canonicalJson(Object.fromEntries(tableNames.map((name) => [name, world.tables[name].all()])));

/** An independent comparison of the three books, by rows: `kind subscription`. */
function differences(world: World): string[] {
  const found: string[] = [];
  const lines = linesBySubscription(world);
  for (const subscription of world.tables.subscriptions.all()) {
    const mine = (lines.get(subscription.id) ?? []).filter((line) => isLive(line));
    const bought = world.tables.distributorSubscriptions.by('vendorSubscriptionId', subscription.id)[0];
    found.push(...atPsa(world, subscription, mine, bought), ...atDistributor(subscription, bought));
  }
  return found;
}

const isLive = (line: PsaAddition): boolean => line.cancelledDate === undefined || line.cancelledDate > startsAt.slice(0, 10);

/** Lines by the subscription id written in them, else by company and product. */
function linesBySubscription(world: World): Map<string, PsaAddition[]> {
  const found = new Map<string, PsaAddition[]>();
  for (const line of world.tables.psaAdditions.all()) {
    const written = line.customFields.find((field) => field.fieldId === subscriptionField)?.value;
    const key = written ?? byProduct(world, line);
    found.set(key, [...(found.get(key) ?? []), line]);
  }
  return found;
}

function byProduct(world: World, line: PsaAddition): string {
  const service = world.tables.psaCatalogItems.get(line.catalogItemId);
  const company = world.tables.psaAgreements.get(line.agreementId)?.companyId ?? 0;
  const customer = world.tables.customers.all()[company - 1001];
  const [productId, skuId] = (service?.manufacturerPartNumber ?? '').split(':');
  const fitting = world.tables.subscriptions
    .by('customerId', customer?.id ?? '')
    .filter((row) => row.productId === productId && row.skuId === skuId);
  expect(fitting).toHaveLength(1);
  return fitting[0]?.id ?? '';
}

function atPsa(
  world: World,
  subscription: Subscription,
  lines: readonly PsaAddition[],
  bought: DistributorSubscription | undefined,
): string[] {
  const [line, second] = lines;
  const say = (kind: string): string[] => [`${kind} ${subscription.id}`];
  if (subscription.status !== 'active') return line === undefined ? [] : say('cancelled_still_billed_psa');
  const key = `${subscription.productId}:${subscription.skuId}:`;
  if (!world.tables.psaCatalogItems.all().some((item) => item.manufacturerPartNumber.startsWith(key))) return say('unmapped_product');
  if (line === undefined) return say('missing_in_psa');
  if (second !== undefined) return say('duplicate_psa');
  const wrong = inLine(world, subscription, line, bought);
  return wrong === undefined ? [] : say(wrong);
}

function inLine(
  world: World,
  subscription: Subscription,
  line: PsaAddition,
  bought: DistributorSubscription | undefined,
): string | undefined {
  const cycle = { monthly: 'Monthly', annual: 'Annual', triennial: 'Triennial' }[subscription.billingCycle];
  const partNumber = `${subscription.productId}:${subscription.skuId}:${subscription.term}:${cycle}`;
  if (world.tables.psaCatalogItems.get(line.catalogItemId)?.manufacturerPartNumber !== partNumber) return 'wrong_term_psa';
  if (Number(line.quantity) !== subscription.quantity) return 'quantity_mismatch_psa';
  if (new Decimal(line.unitPrice).lessThan(line.unitCost)) return 'price_below_cost';
  if (bought !== undefined && bought.partnerCost !== subscription.unitPrice) return undefined;
  return new Decimal(subscription.unitPrice).div(monthsOf(subscription.billingCycle)).equals(line.unitCost) ? undefined : 'cost differs';
}

function atDistributor(subscription: Subscription, bought: DistributorSubscription | undefined): string[] {
  if (subscription.distributorAccountId === undefined) return bought === undefined ? [] : [`not his ${subscription.id}`];
  if (bought === undefined) return [`missing_in_distributor ${subscription.id}`];
  if ((bought.status === 'Active') !== (subscription.status === 'active')) return [`status ${subscription.id}`];
  if (bought.quantity !== subscription.quantity) return [`quantity_mismatch_distributor ${subscription.id}`];
  return bought.partnerCost === subscription.unitPrice ? [] : [`price_mismatch_distributor ${subscription.id}`];
}

const onSubscriptions = (planted: readonly Planted[]): string[] =>
  planted.filter((one) => one.subscriptionId !== undefined).map((one) => `${one.kind} ${one.subscriptionId ?? ''}`);

describe('the sample estate', () => {
  test.each([1, 2, 3, 99])('seed %i: the three books differ by what is planted and by nothing else', (seed) => {
    const { world, planted } = estate({ seed });
    expect(differences(world).toSorted()).toEqual(onSubscriptions(planted).toSorted());
  });

  test.each([10, 25, 200])('and so at a scale of %i customers', (scale) => {
    const { world, planted } = estate({ scale });
    expect(world.tables.customers.size).toBe(scale);
    expect(differences(world).toSorted()).toEqual(onSubscriptions(planted).toSorted());
  });

  test('has the size that the product promises', () => {
    const { world } = estate();
    expect(world.tables.partnerAccounts.size).toBe(2);
    expect(world.tables.distributorAccounts.size).toBe(1);
    expect(world.tables.psaInstances.size).toBe(1);
    expect(world.tables.subscriptions.size).toBeGreaterThan(360);
    expect(world.tables.subscriptions.size).toBeLessThan(480);
    expect(world.tables.distributorCompanies.size).toBe(30);
  });

  test('has every kind of difference, and Contoso with 25 seats bought and 20 billed', () => {
    const { planted } = estate();
    expect(planted.length).toBeGreaterThanOrEqual(14);
    const kinds = new Set(planted.map(({ kind }) => kind));
    for (const kind of [
      'quantity_mismatch_psa',
      'missing_in_psa',
      'cancelled_still_billed_psa',
      'wrong_term_psa',
      'price_below_cost',
      'duplicate_psa',
      'unmapped_product',
      'same_tenant_two_partners',
      'access_expired',
      'quantity_mismatch_distributor',
      'price_mismatch_distributor',
    ]) {
      expect(kinds).toContain(kind);
    }
    expect(planted[0]).toMatchObject({ customerName: 'Contoso Ltd', expected: '25', actual: '20', accountId: 'pc-2', impact: '115.50' });
  });

  test('the right answers stand on the rows they name', () => {
    const { world, planted } = estate();
    for (const one of planted) {
      expect(world.tables.customers.get(one.customerId)?.name).toBe(one.customerName);
      for (const id of one.psaAdditionIds) expect(world.tables.psaAdditions.get(id)).toBeDefined();
      if (one.subscriptionId !== undefined) expect(world.tables.subscriptions.get(one.subscriptionId)?.accountId).toBe(one.accountId);
      if (one.distributorSubscriptionId !== undefined)
        expect(world.tables.distributorSubscriptions.get(one.distributorSubscriptionId)?.vendorSubscriptionId).toBe(one.subscriptionId);
    }
  });

  test('access: expired where planted, one invitation waits, one customer has none, all else active', () => {
    const { world, planted } = estate();
    const statuses = world.tables.gdap.all().map(({ status }) => status);
    expect(statuses.filter((status) => status === 'expired')).toHaveLength(planted.filter(({ kind }) => kind === 'access_expired').length);
    expect(statuses.filter((status) => status === 'approvalPending')).toHaveLength(1);
    expect(world.tables.gdap.size).toBe(59);
  });

  test('every PSA company can be recognised by tenant id, domain or its exact and unique name', () => {
    const { world } = estate({ scale: 300 });
    const names = world.tables.customers.all().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const [index, customer] of world.tables.customers.all().entries()) {
      const company = world.tables.psaCompanies.get(1001 + index);
      const tenantId = company?.customFields.find((field) => field.fieldId === tenantField)?.value;
      expect(tenantId === customer.id || company?.website === `www.${customer.domain}` || company?.name === customer.name).toBe(true);
    }
  });

  test('keeps to the limits of ConnectWise', () => {
    const { world } = estate({ scale: 100 });
    for (const company of world.tables.psaCompanies.all()) expect(company.identifier.length).toBeLessThanOrEqual(25);
    const items = world.tables.psaCatalogItems.all();
    for (const item of items) {
      expect(item.description.length).toBeLessThanOrEqual(60);
      expect(item.manufacturerPartNumber.length).toBeLessThanOrEqual(50);
    }
    expect(new Set(items.map(({ identifier }) => identifier)).size).toBe(items.length);
  });

  test('the same options give the same bytes, another seed others', () => {
    expect(bytes(estate().world)).toBe(bytes(estate().world));
    expect(bytes(estate({ seed: 2 }).world)).not.toBe(bytes(estate().world));
  });

  test('3,000 customers have some seven subscriptions each', () => {
    const { world } = estate({ scale: 3000 });
    expect(world.tables.subscriptions.size).toBeGreaterThan(18_000);
  });
});
