import { beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../../src/lib/must.ts';
import { SandboxClock } from '../../clock.ts';
import { settle } from '../../world/due.ts';
import { layEstate } from '../../world/estate.ts';
import { put, World } from '../../world/world.ts';
import { invoicesReady } from '../invoices/ready.ts';
import { ask } from '../small-world.ts';
import { provisioning } from './provision.ts';

const startsAt = '2026-11-21T10:00:00Z';
const agenda = { rows: [provisioning], days: [invoicesReady] };

let world: World;
let bearer: string;

const estate = (): World => {
  const made = new World({ seed: 7, scale: 12, startsAt }, SandboxClock.stoppedAt(startsAt));
  layEstate(made);
  return made;
};

beforeEach(async () => {
  world = estate();
  await signIn();
});

async function signIn(): Promise<void> {
  const [account] = world.tables.distributorAccounts.all();
  const { clientId, clientSecret } = must(account, 'account');
  const body = { client_id: clientId, client_secret: clientSecret, audience: 'https://api.pax8.com', grant_type: 'client_credentials' };
  bearer = ((await ask(world, 'POST', '/token', { body })).json as { access_token: string }).access_token;
}

const call = (method: string, path: string, body?: unknown) => ask(world, method, path, { bearer, body });
const pass = (minutes: number): void => {
  world.clock.step(minutes * 60_000);
  settle(world, agenda);
};

async function order(companyId: string, details: readonly object[] = []): Promise<string> {
  const product = must(
    world.tables.distributorProducts.all().find((one) => one.skuKey === 'CFQ7TTC0LCHC:0002'),
    'product',
  );
  const price = must(
    product.prices.find((one) => one.commitmentTerm === '1-Year' && one.billingTerm === 'Monthly'),
    'price',
  );
  const line = {
    lineItemNumber: 1,
    productId: product.id,
    quantity: 4,
    billingTerm: 'Monthly',
    commitmentTermId: price.commitmentTermId,
    provisioningDetails: details,
  };
  const placed = await call('POST', '/orders', { companyId, lineItems: [line] });
  expect(placed.status).toBe(200);
  return must((placed.json as { lineItems: { subscriptionId: string }[] }).lineItems[0], 'line').subscriptionId;
}

describe('an order at the distributor', () => {
  test('becomes a subscription at Microsoft some minutes later', async () => {
    const company = must(world.tables.distributorCompanies.all()[0], 'company');
    const id = await order(company.id);
    pass(9);
    expect((await call('GET', `/subscriptions/${id}`)).json).toMatchObject({ status: 'PendingAutomated', vendorSubscriptionId: '' });
    pass(2);

    const shown = (await call('GET', `/subscriptions/${id}`)).json as { vendorSubscriptionId: string };
    expect(shown).toMatchObject({ status: 'Active', quantity: 4 });
    expect(world.tables.subscriptions.get(shown.vendorSubscriptionId)).toMatchObject({
      customerId: company.customerId,
      quantity: 4,
      term: 'P1Y',
      billingCycle: 'monthly',
      status: 'active',
    });
    expect((await call('GET', `/subscriptions/${id}/history`)).json).toMatchObject({
      content: [{ status: 'Active' }, { status: 'PendingAutomated' }],
    });
  });

  test('of a company whose tenant nobody named waits for details; a wanted domain makes one', async () => {
    const company = {
      name: 'Tailspin',
      phone: '5125550101',
      website: 'tailspin.example',
      address: { street: '2 Main Street', city: 'Waco', postalCode: '76701', country: 'US', stateOrProvince: 'TX' },
      billOnBehalfOfEnabled: false,
      selfServiceAllowed: false,
      orderApprovalRequired: false,
      contacts: [
        {
          firstName: 'Ada',
          lastName: 'Doe',
          email: 'ada@tailspin.example',
          phone: '1',
          types: ['Admin', 'Billing', 'Technical'].map((type) => ({ type, primary: true })),
        },
      ],
    };
    const { id } = (await call('POST', '/companies', company)).json as { id: string };
    const waiting = await order(id);
    pass(11);
    const going = await order(id, [{ key: 'msDomain', values: ['tailspin'] }]);
    pass(11);

    expect((await call('GET', `/subscriptions/${waiting}`)).json).toMatchObject({ status: 'WaitingForDetails' });
    expect((await call('GET', `/subscriptions/${going}`)).json).toMatchObject({ status: 'Active' });
    expect(world.tables.customers.all().at(-1)).toMatchObject({ defaultDomain: 'tailspin.onmicrosoft.com', name: 'Tailspin' });
  });

  test('stays pending for ever when the switch says so', async () => {
    world.apply({
      kind: 'switches.changed',
      actor: { kind: 'control', name: 'test' },
      cause: 'test',
      changes: [put('switches', { id: 'pax8', value: { ...world.switch('pax8'), stuckPending: true } })],
    });
    const id = await order(must(world.tables.distributorCompanies.all()[0], 'company').id);
    pass(1000);

    expect((await call('GET', `/subscriptions/${id}`)).json).toMatchObject({ status: 'PendingAutomated' });
  });

  test('replayed from its events the world answers the same bytes', async () => {
    await order(must(world.tables.distributorCompanies.all()[0], 'company').id);
    pass(30 * 24 * 60);
    await signIn();
    const again = estate();
    // Through text, as a data folder would keep them.
    for (const event of world.events) again.replay(JSON.parse(JSON.stringify(event)) as typeof event);
    again.clock.step(world.clock.nowMs() - again.clock.nowMs());

    for (const path of ['/subscriptions?size=200', '/orders', '/invoices?size=200', '/companies?size=200', '/invoices/draftItems?size=200'])
      expect((await ask(again, 'GET', path, { bearer })).text).toBe((await call('GET', path)).text);
  });
});
