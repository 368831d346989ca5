import { expect, test } from 'vitest';
import { SandboxClock } from '../clock.ts';
import { layEstate } from '../world/estate.ts';
import { subscribedSkusOf, usersOf } from '../world/people/tenant.ts';
import { turned } from '../world/switches.ts';
import { put, World } from '../world/world.ts';
import { tenantActs } from './tenants.ts';

const startsAt = '2026-11-21T10:00:00Z';
const world = new World({ seed: 5, scale: 10, startsAt }, SandboxClock.stoppedAt(startsAt));
layEstate(world);
const customer = world.tables.customers.all()[0];
const act = (name: string, input: object) => tenantActs[name]?.(world, { customer: customer?.id, ...input });

test("a customer's administrator hires, gives a licence while one is free, takes it back, and dismisses", () => {
  const user = `fresh@${customer?.domain ?? ''}`;
  const free = () => subscribedSkusOf(world, customer?.id ?? '').find((one) => one.active > one.consumed);
  const before = free();
  const sku = before?.sku.skuPartNumber ?? '';
  const consumed = () => subscribedSkusOf(world, customer?.id ?? '').find((one) => one.sku.skuPartNumber === sku)?.consumed;

  expect(act('tenant.hire', { user, displayName: 'Fresh One' })).toHaveProperty('done');
  expect(act('tenant.hire', { user })).toHaveProperty('refused');
  expect(act('tenant.assignLicence', { user, sku })).toHaveProperty('done');
  expect(consumed()).toBe((before?.consumed ?? 0) + 1);
  expect(act('tenant.assignLicence', { user, sku })).toHaveProperty('refused');
  expect(act('tenant.removeLicence', { user, sku })).toHaveProperty('done');
  expect(consumed()).toBe(before?.consumed);
  expect(act('tenant.dismiss', { user })).toHaveProperty('done');
  expect(usersOf(world, customer?.id ?? '').some((one) => one.userPrincipalName === user)).toBe(false);
  expect(act('tenant.assignLicence', { user, sku })).toHaveProperty('refused');
});

test('nobody gets a licence that the tenant does not have', () => {
  const [someone] = usersOf(world, customer?.id ?? '');

  expect(act('tenant.assignLicence', { user: someone?.id, sku: 'NOTHING' })).toHaveProperty('refused');
  expect(act('tenant.removeLicence', { user: someone?.id, sku: 'NOTHING' })).toHaveProperty('refused');
  expect(act('tenant.dismiss', { user: 'nobody' })).toHaveProperty('refused');
});

test("a customer's administrator consents to a partner's app, once", () => {
  const explicit = turned('identity', world.switch('identity'), { consentInTenants: 'explicit' });
  world.lay([put('switches', { id: 'identity', value: explicit })]);

  expect(act('tenant.consent', { account: 'nobody' })).toHaveProperty('refused');
  expect(act('tenant.consent', { account: 'pc-1' })).toHaveProperty('done');
  expect(world.tables.applicationConsents.by('customerId', customer?.id ?? '')).toHaveLength(1);
  expect(act('tenant.consent', { account: 'pc-1' })).toHaveProperty('refused');
});
