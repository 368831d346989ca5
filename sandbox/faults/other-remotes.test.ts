import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { aSandbox, type TestSandbox } from '../testing.ts';
import { openIngram, openIon } from '../world/distributors2/open.ts';
import { openPsa } from '../world/estate/other-psas.ts';
import { othersAccount, othersCustomer } from './other-remotes.ts';

let box: TestSandbox;
beforeAll(async () => {
  box = await aSandbox();
  const { world } = box.sandbox;
  openIon(world);
  openIngram(world);
  openPsa(world, 'autotask');
  openPsa(world, 'halopsa');
});
afterAll(() => box.sandbox.close());

const about = (remote: string, path: string, rawQuery = '') => othersCustomer(remote, { path, rawQuery }, box.sandbox.world) ?? [];

describe('a fault rule hears of whom a call is about', () => {
  test('by the numbers of each remote', () => {
    const { tables } = box.sandbox.world;
    const ion = must(tables.ionCustomers.all()[0], 'customer');
    const subscription = must(tables.ingramSubscriptions.all()[0], 'subscription');
    const company = must(tables.autotaskRows.by('entity', 'Companies')[1], 'company');
    const client = must(tables.haloRows.by('resource', 'Client')[0], 'client');

    expect(about('td-synnex', `/api/v3/accounts/1/customers/${ion.id}/orders`)).toContain(ion.organization);
    expect(about('td-synnex', '/api/v3/accounts/1/subscriptions', `?customerId=${ion.id}`)).toContain(ion.customerId);
    expect(about('ingram', `/marketplace/us/subscriptions/${subscription.id}`)).toContain(subscription.customerId);
    expect(about('autotask', `/ATServicesRest/V1.0/Companies/${String(company.number)}`)).toContain(company.values['companyName']);
    expect(about('halopsa', '/api/SoftwareLicence', `?client_id=${String(client.number)}`)).toContain(client.values['name']);
    expect(about('halopsa', '/api/Item')).toEqual([]);
  });

  test('and of which account, but for another account’s number', () => {
    const { world } = box.sandbox;
    expect(othersAccount('td-synnex', '/oauth/token', world)).toContain('ion-1');
    expect(othersAccount('td-synnex', '/api/v3/accounts/1/orders', world)).toEqual([]);
    expect(othersAccount('halopsa', '/api/Client', world)).toContain('northwind');
    expect(othersAccount('pax8', '/v1/companies', world)).toBeUndefined();
  });

  test('so that a rule for one account meets only its calls', async () => {
    const rule = { match: { partnerAccount: 'autotask-1' }, do: { status: 503 } };
    await box.send('POST', 'faults', rule);

    expect((await fetch(`${box.url}/webservices3.autotask.net/ATServicesRest/V1.0/Companies/174`)).status).toBe(503);
    expect((await fetch(`${box.url}/northwind.halopsa.com/api/Client`)).status).toBe(401);
  });
});
