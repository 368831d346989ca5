import { describe, expect, test } from 'vitest';
import { ionAccount } from '../world/distributors2/accounts.ts';
import { ask, caller, estateWorld } from './small-ion.ts';

describe('a reader', () => {
  test('walks from customers to their tenant and their subscriptions', async () => {
    const world = estateWorld();
    const call = await caller(world);

    const { json: list } = await call('GET', '/{a}/customers?pageSize=3');
    const profiles = await call('GET', '/{a}/customers/2001/cloudProfiles?providerId=1');
    const subscriptions = await call('GET', '/{a}/subscriptions?pagination.limit=1&customerId=2001');

    expect(list).toMatchObject({ customers: [{ id: '2001' }, { id: '2002' }, { id: '2003' }] });
    expect(profiles.json).toMatchObject({
      customerCloudProfiles: [{ customerTenantId: world.tables.ionCustomers.get('2001')?.customerId }],
    });
    expect(subscriptions.json).toMatchObject({
      totalCount: '4',
      items: [{ subscriptionStatus: 'active', subscriptionTotalLicenses: '11' }],
    });
  });

  test('needs a token, the right account, and a page size', async () => {
    const world = estateWorld();
    const call = await caller(world);
    const { accountId } = ionAccount(world.options);

    expect((await ask(world, 'GET', `/api/v3/accounts/${accountId}/customers?pageSize=1`)).status).toBe(401);
    expect(await call('GET', '/accounts/1/subscriptions')).toMatchObject({ status: 403, json: { error: 'PERMISSION_DENIED', code: 403 } });
    expect(await call('GET', '/{a}/customers')).toMatchObject({
      status: 400,
      json: { message: 'At least one of page_size and page_token must be present' },
    });
    expect((await call('GET', '/{a}/customers/2001/subscriptions/none')).json).toMatchObject({ message: 'Subscription none not found' });
  });
});
