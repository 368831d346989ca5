import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assignmentsOf, subscribedSkusOf, usersOf } from '../../world/people/tenant.ts';
import { put } from '../../world/world.ts';
import { appOnly, type Opened, openSandbox } from '../open-sandbox.ts';

let sandbox: Opened;
let customerId = '';
let base = '';
beforeAll(async () => {
  sandbox = await openSandbox();
  customerId = sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0]?.customerId ?? '';
  base = `/v1/customers/${customerId}`;
});
afterAll(() => sandbox.close());

type Skus = {
  items: {
    availableUnits: number;
    activeUnits: number;
    consumedUnits: number;
    totalUnits: number;
    productSku: { id: string; licenseGroupId: string };
  }[];
};
const skus = async (query = '') => ((await sandbox.ask(`${base}/subscribedskus${query}`)).body as Skus).items;
const update = (userId: string, body: object) => sandbox.ask(`${base}/users/${userId}/licenseupdates`, { method: 'POST', body });

/** Checks every tenant of the world: nobody uses more than there is, and the two ways of counting agree. */
function checkCounts(): void {
  for (const customer of sandbox.world.tables.customers.all()) {
    const used = new Map<string, number>();
    for (const { skuId } of assignmentsOf(sandbox.world, customer.id)) used.set(skuId, (used.get(skuId) ?? 0) + 1);
    for (const { sku, active, warning, suspended, consumed } of subscribedSkusOf(sandbox.world, customer.id)) {
      expect(consumed).toBeLessThanOrEqual(active + warning + suspended);
      expect(consumed).toBe(used.get(sku.provisioningId) ?? 0);
    }
  }
}

describe('subscribed SKUs', () => {
  test('count the seats of the subscriptions and the licences in use', async () => {
    const seats = new Map<string, number>();
    for (const row of sandbox.world.tables.subscriptions.by('customerId', customerId)) {
      const id = sandbox.world.tables.skus.get(`${row.productId}:${row.skuId}`)?.provisioningId ?? '';
      if (row.status === 'active') seats.set(id, (seats.get(id) ?? 0) + row.quantity);
    }

    const items = await skus();

    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      expect(item.activeUnits).toBe(seats.get(item.productSku.id) ?? 0);
      expect(item.availableUnits).toBe(Math.max(0, item.activeUnits - item.consumedUnits));
    }
    expect(items.some((item) => item.consumedUnits > 0)).toBe(true);
    checkCounts();
  });

  test('are narrowed by licence group', async () => {
    expect(await skus('?licenseGroupIds=Group1&licenseGroupIds=Group2')).toEqual(await skus());
    expect(await skus('?licenseGroupIds=Group2')).toEqual([]);
    expect((await sandbox.ask(`${base}/subscribedskus?licenseGroupIds=Group9`)).status).toBe(400);
  });

  test('seats that are bought now lie ready until somebody assigns them', async () => {
    const row = sandbox.lay({ customerId, createdAt: sandbox.world.now(), quantity: 3 });
    const skuId = sandbox.world.tables.skus.get(`${row.productId}:${row.skuId}`)?.provisioningId ?? '';
    const before = (await skus()).find((item) => item.productSku.id === skuId);

    const grown = {
      ...row,
      quantity: 8,
      seatBatches: [...row.seatBatches, { quantity: 5, addedAt: sandbox.world.now(), refundableUntil: sandbox.world.now() }],
    };
    sandbox.world.apply({
      kind: 'test.grown',
      actor: { kind: 'system', name: 'test' },
      cause: 'test',
      changes: [put('subscriptions', grown)],
    });

    const after = (await skus()).find((item) => item.productSku.id === skuId);
    expect(after?.availableUnits).toBe((before?.availableUnits ?? 0) + 5);
  });
});

describe('licences of a user', () => {
  test('are assigned, shown, and taken away again; the counts follow', async () => {
    const row = sandbox.lay({ customerId, createdAt: sandbox.world.now(), quantity: 2 });
    const skuId = sandbox.world.tables.skus.get(`${row.productId}:${row.skuId}`)?.provisioningId ?? '';
    const user = usersOf(sandbox.world, customerId).find((one) => one.licences.every((licence) => licence.skuId !== skuId));
    const path = `${base}/users/${user?.id ?? ''}/licenses`;
    const before = (await skus()).find((item) => item.productSku.id === skuId)?.consumedUnits ?? 0;

    const given = await update(user?.id ?? '', {
      LicensesToAssign: [{ ExcludedPlans: null, SkuId: skuId }],
      LicensesToRemove: null,
      LicenseWarnings: null,
    });
    const shown = await sandbox.ask(path);
    const during = (await skus()).find((item) => item.productSku.id === skuId)?.consumedUnits;
    const taken = await update(user?.id ?? '', { LicensesToRemove: [skuId] });

    expect(given).toMatchObject({ status: 201, body: { licensesToAssign: [{ skuId }], licenseWarnings: [] } });
    expect(JSON.stringify(shown.body)).toContain(skuId);
    expect(during).toBe(before + 1);
    expect(taken.status).toBe(201);
    expect(JSON.stringify((await sandbox.ask(path)).body)).not.toContain(skuId);
    checkCounts();
  });

  test('of a SKU that is used up, or that nobody bought, are refused as documented', async () => {
    const nobody = 'f8a1db68-be16-40ed-86d5-cb42ce701560';
    const [user] = usersOf(sandbox.world, customerId);

    const answer = await update(user?.id ?? '', { licensesToAssign: [{ skuId: nobody }] });

    if (subscribedSkusOf(sandbox.world, customerId).some(({ sku }) => sku.provisioningId === nobody)) return;
    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: 60012,
        data: [
          `LicenseQuotaExceededException : Subscription with Account ${customerId} and SKU ${nobody} does not have any available licenses left.`,
        ],
        source: 'PartnerFD',
      },
    });
  });

  test('an application alone is refused with the code of its own', async () => {
    const [user] = usersOf(sandbox.world, customerId);
    const answer = await sandbox.ask(`${base}/users/${user?.id ?? ''}/licenseupdates`, {
      method: 'POST',
      body: { licensesToAssign: [] },
      token: sandbox.token(appOnly),
    });

    expect(answer).toMatchObject({ status: 400, body: { code: 900316 } });
  });

  test('never pass the seats, whatever is assigned, removed, bought and given back', async () => {
    const row = sandbox.lay({ customerId, createdAt: sandbox.world.now(), quantity: 4 });
    const skuId = sandbox.world.tables.skus.get(`${row.productId}:${row.skuId}`)?.provisioningId ?? '';
    const users = usersOf(sandbox.world, customerId);
    const step = fc.oneof(
      fc.record({ kind: fc.constantFrom('assign', 'remove', 'delete', 'restore'), who: fc.nat(users.length - 1), seats: fc.constant(0) }),
      fc.record({ kind: fc.constant('seats'), who: fc.constant(0), seats: fc.integer({ min: 1, max: 30 }) }),
    );

    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        for (const { kind, who, seats } of steps) {
          const userId = users[who]?.id ?? '';
          if (kind === 'assign') await update(userId, { licensesToAssign: [{ skuId }] });
          else if (kind === 'remove') await update(userId, { licensesToRemove: [skuId] });
          else if (kind === 'delete') await sandbox.ask(`${base}/users/${userId}`, { method: 'DELETE' });
          else if (kind === 'restore') await sandbox.ask(`${base}/users/${userId}`, { method: 'PATCH', body: { state: 'active' } });
          else
            sandbox.world.apply({
              kind: 'test.seats',
              actor: { kind: 'system', name: 'test' },
              cause: 'test',
              changes: [put('subscriptions', { ...row, quantity: seats })],
            });
          checkCounts();
        }
      }),
      { numRuns: 15 },
    );
  });
});
