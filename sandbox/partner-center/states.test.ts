import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { tenantOf } from '../world/people/tenant.ts';
import { put } from '../world/world.ts';
import { type Everything, everything } from './hostile-scene.ts';
import { type Answer, type Ask, type Opened, openSandbox } from './open-sandbox.ts';

// Everything with states: which operation each state takes. What is not said to be taken is refused and changes nothing.

let sandbox: Opened;
let scene: Everything;
beforeAll(async () => {
  sandbox = await openSandbox();
  scene = await everything(sandbox);
});
afterAll(() => sandbox.close());

const laid = { kind: 'test.laid', actor: { kind: 'control', name: 'test' }, cause: 'test' } as const;
const own = (path: string): string => `${scene.stage.customer}${path}`;
const idOf = (answer: Answer): string => must((answer.body as { id?: string }).id, JSON.stringify(answer.body));

async function refused(work: () => Promise<Answer>, told: string): Promise<void> {
  const before = sandbox.world.events.length;
  const answer = await work();
  expect(answer.status, `${told} ${JSON.stringify(answer.body)}`).toBeGreaterThanOrEqual(400);
  expect(answer.status, told).toBeLessThan(500);
  expect(sandbox.world.events.length, told).toBe(before);
}

async function taken(work: () => Promise<Answer>, told: string): Promise<void> {
  const answer = await work();
  expect(answer.status, `${told} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
}

/** Each operation in each state, on a thing of its own. */
async function tried<State extends string, Operation extends string>(
  states: Readonly<Record<State, readonly Operation[]>>,
  operations: readonly Operation[],
  lay: (state: State) => Promise<string> | string,
  run: (operation: Operation, id: string) => Promise<Answer>,
): Promise<void> {
  for (const [state, open] of Object.entries(states) as [State, readonly Operation[]][]) {
    for (const operation of operations) {
      const id = await lay(state);
      await (open.includes(operation) ? taken : refused)(() => run(operation, id), `${operation} of what is ${state}`);
    }
  }
}

describe('what takes which operation', () => {
  test('carts', async () => {
    const { world } = sandbox;
    const path = (id: string) => own(`/carts/${id}`);
    await tried(
      { Active: ['change', 'buy', 'read'], Ordered: ['buy', 'read'], lapsed: [] },
      ['change', 'buy', 'read'],
      async (state) => {
        const id = idOf(await scene.stage.post(own('/carts'), scene.cartBody));
        if (state === 'Ordered') await scene.stage.post(`${path(id)}/checkout`);
        const row = must(world.tables.carts.get(id), 'cart');
        if (state === 'lapsed') world.apply({ ...laid, changes: [put('carts', { ...row, expiresAt: '2026-11-20T00:00:00Z' })] });
        return id;
      },
      async (operation, id) => {
        if (operation === 'read') return await sandbox.ask(path(id));
        if (operation === 'buy') return await scene.stage.post(`${path(id)}/checkout`);
        return await sandbox.ask(path(id), { method: 'PUT', body: scene.cartBody });
      },
    );
  });

  test('transfers, by who asks', async () => {
    const { stage, other } = scene;
    const { world, account } = sandbox;
    const template = must(world.tables.transfers.get(scene.params['transferId'] ?? ''), 'transfer');
    const by: Readonly<Record<string, (path: string, ask: Ask) => Promise<Answer>>> = {
      source: (path, ask) => sandbox.ask(path, ask),
      target: (path, ask) => other.ask(path, ask),
    };
    const operations = [
      'source accepts',
      'source rejects',
      'source withdraws',
      'target accepts',
      'target rejects',
      'target withdraws',
    ] as const;
    await tried(
      {
        Pending: ['source accepts', 'source rejects', 'target withdraws'],
        InProgress: [],
        Complete: [],
        Reject: [],
        Cancelled: [],
        Expired: [],
      },
      operations,
      (status) => {
        const row = { ...template, id: world.newId(), status, subscriptionIds: [stage.lay().id], sourceAccountId: account.id };
        world.apply({ ...laid, changes: [put('transfers', row)] });
        return row.id;
      },
      async (operation, id) => {
        const [side = '', verb] = operation.split(' ');
        const ask = must(by[side], side);
        const path = `${stage.customer}/transfers/${id}`;
        if (verb === 'accepts') return await ask(`${path}/accept`, { method: 'POST' });
        return await (verb === 'rejects' ? ask(path, { method: 'PATCH', body: { status: 'Reject' } }) : ask(path, { method: 'DELETE' }));
      },
    );
  });

  test('schedules of migrations', async () => {
    const { world } = sandbox;
    const template = must(world.tables.migrationSchedules.get(scene.params['scheduleId'] ?? ''), 'schedule');
    const path = (id: string) => own(`/migrations/newcommerce/schedules/${id}`);
    await tried(
      { Created: ['change', 'cancel', 'read'], Cancelled: ['read'], Migrated: ['read'], Failed: ['read'] },
      ['change', 'cancel', 'read'],
      (status) => {
        const row = { ...template, id: world.newId(), status };
        world.apply({ ...laid, changes: [put('migrationSchedules', row)] });
        return row.id;
      },
      async (operation, id) => {
        if (operation === 'read') return await sandbox.ask(path(id));
        if (operation === 'cancel') return await scene.stage.post(`${path(id)}/cancel`);
        return await sandbox.ask(path(id), { method: 'PUT', body: scene.schedule });
      },
    );
  });

  test('users of a tenant', async () => {
    const { world } = sandbox;
    const template = must(
      tenantOf(world, scene.stage.customerId).users.find(({ state, licences }) => state === 'active' && licences.length > 0),
      'user with a licence',
    );
    const path = (id: string) => own(`/users/${id}`);
    const password = { passwordProfile: { password: 'abCD123*' } };
    await tried(
      { active: ['change', 'delete', 'password', 'licence', 'read'], inactive: ['restore', 'read'] },
      ['change', 'delete', 'restore', 'password', 'licence', 'read'],
      (state) => {
        const id = world.newId();
        const row = { ...template, id, state, userPrincipalName: `${id.slice(0, 8)}@${template.userPrincipalName.split('@')[1] ?? ''}` };
        world.apply({ ...laid, changes: [put('customerUsers', state === 'active' ? row : { ...row, softDeletedAt: world.now() })] });
        return id;
      },
      async (operation, id) => {
        const licence = { licensesToRemove: [must(template.licences[0], 'licence').skuId] };
        switch (operation) {
          case 'read':
            return await sandbox.ask(path(id));
          case 'delete':
            return await sandbox.ask(path(id), { method: 'DELETE' });
          case 'password':
            return await sandbox.ask(`${path(id)}/resetpassword`, { method: 'PATCH', body: password });
          case 'licence':
            return await scene.stage.post(`${path(id)}/licenseupdates`, licence);
          case 'change':
            return await sandbox.ask(path(id), { method: 'PATCH', body: { displayName: 'Other' } });
          case 'restore':
            // Who is active has nothing to be brought back from: sent so, it is a change of nothing.
            return await (tenantOf(world, scene.stage.customerId).users.find((one) => one.id === id)?.state === 'inactive'
              ? sandbox.ask(path(id), { method: 'PATCH', body: { state: 'active' } })
              : sandbox.ask(`${path(id)}/restore`, { method: 'POST' }));
        }
      },
    );
  });

  test('orders of the old commerce and of the new', async () => {
    const { world, account } = sandbox;
    const { stage } = scene;
    const statuses = ['completed', 'cancelled', 'pending', 'pending_po_upload', 'po_upload_complete', 'error'] as const;
    const legacy = stage.legacy();
    const template = must(world.tables.orders.by('relationship', `${account.id}:${stage.customerId}`).at(-1) ?? (await placed()), 'order');
    for (const status of statuses) {
      const row = { ...template, id: world.newId().slice(0, 8), status };
      world.apply({ ...laid, changes: [put('orders', row)] });
      const path = own(`/orders/${row.id}`);
      // Seats of a partner who has no integration sandbox are never cancelled this way, nor changed in their billing.
      await refused(() => sandbox.ask(path, { method: 'PATCH', body: { status: 'cancelled' } }), `cancel ${status}`);
      await refused(() => sandbox.ask(path, { method: 'PATCH', body: { billingCycle: 'annual' } }), `billing of ${status}`);
      if (status !== 'pending_po_upload') await refused(() => stage.post(`${path}/attachment`, {}), `upload for ${status}`);
    }
    await taken(
      () => sandbox.ask(own(`/orders/${legacy.orderId}`), { method: 'PATCH', body: { billingCycle: 'annual' } }),
      'billing of a legacy order',
    );
  });

  test('upgrades, conversions and migrations are for their own commerce', async () => {
    const { stage, licence, catalogItemId } = scene;
    const legacy = stage.legacy();
    for (const path of ['upgrades', 'conversions', 'supportcontact'])
      await refused(() => sandbox.ask(`${stage.pathOf(licence)}/${path}`), `${path} of new commerce`);
    for (const path of ['transitionEligibilities'])
      await refused(() => sandbox.ask(`${stage.pathOf(legacy)}/${path}`), `${path} of old commerce`);
    const transition = { toCatalogItemId: catalogItemId, quantity: 1, transitionType: 'transition_only' };
    await refused(() => stage.post(`${stage.pathOf(legacy)}/transitions`, transition), 'transition of old commerce');
    await refused(
      () => stage.post(own('/migrations/newcommerce'), { ...scene.schedule, currentSubscriptionId: licence.id }),
      'migration of new commerce',
    );
    for (const status of ['suspended', 'deleted', 'expired', 'pending'] as const) {
      const row = stage.lay({ status, autoRenew: false });
      await refused(() => stage.post(`${stage.pathOf(row)}/transitions`, transition), `transition of what is ${status}`);
    }
  });
});

async function placed() {
  const id = idOf(
    await scene.stage.post(own('/orders'), {
      billingCycle: 'monthly',
      lineItems: [{ lineItemNumber: 0, offerId: scene.catalogItemId, quantity: 5, termDuration: 'P1Y' }],
    }),
  );
  return sandbox.world.tables.orders.get(id);
}
