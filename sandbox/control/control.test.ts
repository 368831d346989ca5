import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { aSandbox, startInstant, type TestSandbox } from '../testing.ts';

let box: TestSandbox;
beforeAll(async () => {
  box = await aSandbox();
});
afterAll(() => box.sandbox.close());
beforeEach(() => box.send('POST', 'reset', { seed: 7, scale: 12, startsAt: startInstant }));

const tables = () => box.sandbox.world.tables;
const planted = async (kind: string) => {
  const { body } = await box.get('truth/planted');
  const { differences } = body as {
    readonly differences: readonly {
      readonly kind: string;
      readonly subscriptionId: string;
      readonly customerId: string;
      readonly psaAdditionIds: number[];
    }[];
  };
  return must(
    differences.find((one) => one.kind === kind),
    kind,
  );
};
const act = (body: unknown) => box.send('POST', 'act', body);

describe('credentials', () => {
  test('have the members of the public contract', async () => {
    const { body } = await box.get('credentials');
    const { partnerAccounts, distributors, psas } = body as Record<string, Record<string, unknown>[]>;
    expect(Object.keys(partnerAccounts?.[0] ?? {})).toEqual([
      // Beyond the contract: the world's own key.
      'id',
      'name',
      'tenantId',
      'cloud',
      'partnerType',
      'clientId',
      'clientSecret',
      'refreshToken',
      'userPrincipalName',
      'baseUrls',
    ]);
    expect(Object.keys(partnerAccounts?.[0]?.['baseUrls'] as object)).toEqual(['login', 'partnerCenter', 'graph', 'prices']);
    expect(Object.keys(distributors?.[0] ?? {})).toEqual([
      'kind',
      'name',
      'baseUrl',
      'clientId',
      'clientSecret',
      'refreshToken',
      'accountId',
      'subscriptionKey',
    ]);
    expect(Object.keys(psas?.[0] ?? {})).toEqual([
      'kind',
      'name',
      'baseUrl',
      'companyId',
      'publicKey',
      'privateKey',
      'clientId',
      'userName',
      'secret',
      'integrationCode',
    ]);
    expect(partnerAccounts?.map((account) => account['partnerType'])).toEqual([
      'directBill',
      'indirectReseller',
      'indirectProvider',
      'directBill',
      'directBill',
      'directBill',
    ]);
  });
});

test('in a world older than 90 days the credentials still sign in', async () => {
  await box.send('POST', 'clock', { step: 'P200D' });
  const bearer = await box.bearer('pc-1', 'https://graph.microsoft.com');
  expect(bearer.split('.')).toHaveLength(3);
});

describe('world and clock', () => {
  test('a reset changes what it names and forgets what happened', async () => {
    await act({ action: 'portal.buy', customer: 'Contoso Ltd', sku: 'CFQ7TTC0LF8Q:0001', quantity: 3 });
    const { body } = await box.send('POST', 'reset', { scale: 15, startsAt: startInstant });
    expect(body).toMatchObject({ seed: 7, scale: 15, customers: 15, customersElsewhere: 14, events: 0, calls: 0 });
  });

  test('a seed can be put alone', async () => {
    expect((await box.send('PUT', 'seed', { seed: 8 })).body).toMatchObject({ seed: 8, scale: 12, startsAt: startInstant });
  });

  test.each([{ scale: 3 }, { seed: -1 }, { startsAt: 'yesterday' }, { sede: 1 }])('%j is refused and changes nothing', async (input) => {
    const answer = await box.send('POST', 'reset', input);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'bad_request' });
    expect((await box.get('world')).body).toMatchObject({ seed: 7, scale: 12 });
  });

  test('the clock stops, steps, jumps and runs', async () => {
    await box.send('POST', 'clock', { stop: true });
    const before = Temporal.Instant.from(((await box.get('clock')).body as { now: string }).now);
    const { body } = await box.send('POST', 'clock', { step: 'P1DT6H' });
    expect(body).toMatchObject({ now: before.add({ hours: 30 }).toString({ smallestUnit: 'millisecond' }), rate: 0, stopped: true });
    for (const step of ['-P1D', 'a day', '']) expect((await box.send('POST', 'clock', { step })).status).toBe(400);
    expect((await box.send('POST', 'clock', { jump: '2027-01-01T00:00:00Z' })).body).toMatchObject({ now: '2027-01-01T00:00:00.000Z' });
    expect((await box.send('POST', 'clock', { jump: '2026-01-01T00:00:00Z' })).status).toBe(400);
    expect((await box.send('POST', 'clock', { step: 'P1M' })).body).toMatchObject({ now: '2027-02-01T00:00:00.000Z' });
    expect((await box.send('POST', 'clock', { rate: 60 })).body).toMatchObject({ rate: 60, stopped: false });
  });
});

describe('fault rules', () => {
  test.each(['connectwise', 'API.partnercenter.microsoft.com', 'contoso.halopsa.com'])('may name %s', async (remote) => {
    expect((await box.send('POST', 'faults', { match: { remote }, do: { status: 500 }, times: 1 })).status).toBe(200);
  });

  test('for a remote that is none are refused, all of the list', async () => {
    const rules = [{ do: { status: 500 } }, { match: { remote: 'conectwise' }, do: { status: 500 } }];
    const { status, body } = await box.send('POST', 'faults', rules);

    expect({ status, body }).toMatchObject({ status: 400, body: { code: 'unknown_remote' } });
    expect((await box.get('faults')).body).toEqual({ rules: [] });
  });
});

describe('what a person does in the remotes', () => {
  test('seats in the portal: Microsoft and the distributor know, the PSA does not', async () => {
    const { subscriptionId, psaAdditionIds } = await planted('quantity_mismatch_psa');
    const answer = await act({ action: 'portal.seats', subscriptionId, quantity: 30 });
    expect(answer.body).toMatchObject({ quantity: 30 });
    expect(tables().distributorSubscriptions.by('vendorSubscriptionId', subscriptionId)[0]?.quantity).toBe(30);
    expect(tables().psaAdditions.get(psaAdditionIds[0] ?? 0)?.quantity).toBe('20');
  });

  test('the distributor can be kept in the dark', async () => {
    const { subscriptionId } = await planted('quantity_mismatch_psa');
    await act({ action: 'portal.seats', subscriptionId, quantity: 31, distributor: false });
    expect(tables().distributorSubscriptions.by('vendorSubscriptionId', subscriptionId)[0]?.quantity).toBe(25);
  });

  test('the portal keeps the rules unless they are set aside', async () => {
    const row = must(
      tables()
        .subscriptions.all()
        .find((one) => one.status === 'active' && one.cancellationAllowedUntil < startInstant),
      'row',
    );
    const refused = await act({ action: 'portal.cancel', subscriptionId: row.id });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'refused', message: expect.stringContaining('900117') as string });
    expect((await act({ action: 'portal.cancel', subscriptionId: row.id, force: true })).body).toMatchObject({ status: 'deleted' });
  });

  test('suspend, reactivate, rename, auto-renew', async () => {
    const { subscriptionId } = await planted('quantity_mismatch_psa');
    expect((await act({ action: 'portal.suspend', subscriptionId })).body).toMatchObject({ status: 'suspended' });
    expect((await act({ action: 'portal.reactivate', subscriptionId })).body).toMatchObject({ status: 'active' });
    expect((await act({ action: 'portal.rename', subscriptionId, name: 'Sales' })).body).toMatchObject({ friendlyName: 'Sales' });
    expect((await act({ action: 'portal.autoRenew', subscriptionId, autoRenew: true })).body).toMatchObject({ autoRenew: true });
  });

  test('buying in the portal', async () => {
    const bought = await act({
      action: 'portal.buy',
      customer: 'Contoso Ltd',
      sku: 'CFQ7TTC0LF8Q:0001',
      quantity: 3,
      term: 'P1Y',
      billingCycle: 'annual',
    });
    expect(bought.body).toMatchObject({ quantity: 3, term: 'P1Y', status: 'active', accountId: 'pc-2' });
    expect((await act({ action: 'portal.buy', customer: 'Contoso Ltd', sku: 'nothing', quantity: 3 })).status).toBe(409);
    expect(
      (await act({ action: 'portal.buy', customer: 'Contoso Ltd', account: 'pc-1', sku: 'CFQ7TTC0LF8Q:0001', quantity: 3 })).status,
    ).toBe(409);
  });

  test('lines at the PSA: edited, copied, deleted', async () => {
    const { psaAdditionIds } = await planted('quantity_mismatch_psa');
    const additionId = psaAdditionIds[0] ?? 0;
    expect((await act({ action: 'psa.editLine', additionId, quantity: '22.5', cancelledDate: '2026-12-31' })).body).toMatchObject({
      quantity: '22.5',
      cancelledDate: '2026-12-31',
      updatedBy: 'jdoe',
    });
    const copy = (await act({ action: 'psa.copyLine', additionId })).body as { id: number };
    expect(copy.id).not.toBe(additionId);
    await act({ action: 'psa.deleteLine', additionId: copy.id });
    expect(tables().psaAdditions.get(copy.id)).toBeUndefined();
    expect((await act({ action: 'psa.editLine', additionId, quantity: 'many' })).status).toBe(409);
  });

  test("the distributor's mistakes and a customer's new name", async () => {
    const { subscriptionId, customerId } = await planted('quantity_mismatch_distributor');
    expect((await act({ action: 'distributor.edit', subscriptionId, quantity: 1, partnerCost: '9.99' })).body).toMatchObject({
      quantity: 1,
      partnerCost: '9.99',
    });
    expect((await act({ action: 'customer.rename', customer: customerId, name: 'Another Name' })).body).toMatchObject({
      name: 'Another Name',
    });
  });

  test('an unknown action is answered with the known ones', async () => {
    const answer = await act({ action: 'portal.fly' });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'unknown_action',
      actions: expect.arrayContaining(['portal.buy', 'psa.editLine']) as unknown,
    });
  });
});

describe('access and relationships', () => {
  test('a waiting invitation is approved; an active access is ended; what is over cannot end again', async () => {
    const waiting = must(
      tables()
        .gdap.all()
        .find((row) => row.status === 'approvalPending'),
      'waiting',
    );
    expect((await box.send('POST', 'gdap', { id: waiting.id, action: 'approve' })).body).toMatchObject({ status: 'approved' });
    expect((await box.send('POST', 'gdap', { customer: 'Contoso Ltd', action: 'terminate' })).body).toMatchObject({
      status: 'terminationRequested',
    });
    const { customerId } = await planted('access_expired');
    expect((await box.send('POST', 'gdap', { customer: customerId, action: 'expire' })).status).toBe(409);
  });

  test('a role is taken away', async () => {
    const row = must(
      tables()
        .gdap.all()
        .find(({ status }) => status === 'active'),
      'active',
    );
    const { body } = await box.send('POST', 'gdap', { id: row.id, action: 'removeRole', roleDefinitionId: row.roleDefinitionIds[1] });
    expect((body as { roleDefinitionIds: string[] }).roleDefinitionIds).toHaveLength(row.roleDefinitionIds.length - 1);
  });

  test('a customer leaves and comes back', async () => {
    await box.send('POST', 'tenant', { customer: 'Contoso Ltd', action: 'removeRelationship' });
    const customer = tables().customers.all()[0];
    expect(tables().relationships.by('customerId', customer?.id ?? '')[0]).toMatchObject({ relationshipToPartner: 'none' });
    await box.send('POST', 'tenant', { customer: 'Contoso Ltd', action: 'restoreRelationship' });
    expect(tables().relationships.by('customerId', customer?.id ?? '')[0]?.removedAt).toBeUndefined();
  });
});

describe('switches', () => {
  test.each([
    ['webhooks', { mode: 'hold', copies: 2 }],
    ['idempotency', { honourRequestId: 'no', listLagMinutes: 5 }],
    ['throttling', { factor: 0.5 }],
    ['identity', { mfaEnforcedShare: 0.5 }],
  ])('%s keeps what is not named', async (name, input) => {
    const before = (await box.get(name)).body as object;
    await box.send('POST', name, input);
    expect((await box.get(name)).body).toEqual({ ...before, ...input });
  });

  test('webhooks can be released, and forging ended', async () => {
    await box.send('POST', 'webhooks', { mode: 'hold', forge: 'badSignature' });
    expect((await box.send('POST', 'webhooks', { release: true, forge: null })).body).toMatchObject({
      mode: 'deliver',
      copies: 1,
      delayMs: 0,
      shuffle: false,
    });
    expect((await box.get('webhooks')).body).not.toHaveProperty('forge');
    expect(box.sandbox.world.events.at(-1)).toMatchObject({ kind: 'switches.changed', about: { name: 'webhooks', release: 'true' } });
  });

  test('an AADSTS number that nobody knows is refused', async () => {
    expect((await box.send('POST', 'identity', { errors: { '*': 1 } })).status).toBe(400);
  });
});

describe('ground truth', () => {
  test('tables by name, by value and by key', async () => {
    const all = (await box.get('truth/subscriptions')).body as { total: number; rows: { id: string }[] };
    expect(all.total).toBe(tables().subscriptions.size);
    expect(
      ((await box.get('truth/subscriptions?status=deleted')).body as { rows: { status: string }[] }).rows.every(
        ({ status }) => status === 'deleted',
      ),
    ).toBe(true);
    expect((await box.get(`truth/subscriptions/${all.rows[0]?.id ?? ''}`)).body).toEqual(all.rows[0]);
    expect((await box.get('truth/nothing')).status).toBe(404);
    expect((await box.get('truth')).body).toMatchObject({ tables: { customers: 26 } });
  });

  test('events say what happened, by whom and why', async () => {
    const { subscriptionId } = await planted('quantity_mismatch_psa');
    await act({ action: 'portal.seats', subscriptionId, quantity: 30 });
    const { body } = await box.get('truth/events');
    expect((body as { events: unknown[] }).events).toContainEqual(
      expect.objectContaining({
        kind: 'subscription.quantityChanged',
        cause: 'portal',
        actor: expect.objectContaining({ kind: 'user' }) as unknown,
      }),
    );
  });

  test('what does not exist names what does', async () => {
    expect((await box.get('nonsense')).body).toMatchObject({
      code: 'unknown_route',
      routes: expect.arrayContaining(['POST /_control/reset']) as unknown,
    });
    expect((await box.send('DELETE', 'credentials')).status).toBe(405);
  });
});
