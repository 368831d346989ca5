import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../../src/lib/must.ts';
import { availabilityIdAt } from '../../world/prices/availability-ids.ts';
import type { SkuKind } from '../../world/types.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';
import { aStage } from './a-stage.ts';

let sandbox: Opened;
let stage: ReturnType<typeof aStage>;
beforeEach(async () => {
  sandbox = await openSandbox();
  stage = aStage(sandbox);
});
afterEach(() => sandbox.close());

type Entitlement = {
  readonly entitlementType: string;
  readonly referenceOrder: { readonly id: string };
  readonly entitledArtifacts: readonly { readonly link: { readonly uri: string } }[];
  readonly expiryDate?: string;
};
const owned = async (query = ''): Promise<readonly Entitlement[]> =>
  ((await sandbox.ask(`${stage.customer}/entitlements${query}`)).body as { items: readonly Entitlement[] }).items;

/** The first SKU of a kind, ordered as it is sold. */
async function bought(kind: SkuKind, more: object = {}): Promise<string> {
  const { world } = sandbox;
  const sku = must(
    world.tables.skus.all().find((row) => row.kind === kind && world.tables.availabilities.by('sku', row.id).length > 0),
    kind,
  );
  const sale = must(world.tables.availabilities.by('sku', sku.id)[0], 'sale');
  const offerId = `${sku.id}:${availabilityIdAt(world, sale, 'US', world.clock.nowMs())}`;
  const line = { lineItemNumber: 0, offerId, quantity: 2, attestationAccepted: true, ...more };
  const answer = await stage.post(`${stage.customer}/orders`, { lineItems: [line] });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return (answer.body as { id: string }).id;
}

test('a perpetual licence that was ordered is owned until its order is cancelled', async () => {
  const id = await bought('perpetual');

  expect(await owned('?entitlementType=software&showExpiry=true')).toMatchObject([
    { entitlementType: 'software', referenceOrder: { id }, expiryDate: '9999-12-31T23:59:59' },
  ]);
  await sandbox.ask(`${stage.customer}/orders/${id}`, { method: 'PATCH', body: { status: 'cancelled' } });
  expect(await owned()).toEqual([]);
});

test('a reservation that was ordered is owned, with its artifact', async () => {
  await bought('azurePlan', { quantity: 1 });
  const plan = must(
    sandbox.world.tables.subscriptions.all().findLast(({ productId }) => productId === 'DZH318Z0BPS6'),
    'Azure plan',
  );
  const id = await bought('reservation', { provisioningContext: { subscriptionId: plan.id, scope: 'shared', armRegionName: 'westus' } });
  const [first] = await owned('?entitlementType=virtualmachinereservedinstance');

  expect(first).toMatchObject({ entitlementType: 'reservedinstance', referenceOrder: { id } });
  const uri = must(first?.entitledArtifacts[0], 'artifact').link.uri;
  expect((await sandbox.ask(`/v1${uri}`)).body).toMatchObject({ virtualMachineReservations: [{ quantity: 2 }] });
});

test('a tenant with goods is not deleted', async () => {
  stage.turn({ customers: { deletable: 'all' } });
  const id = await bought('perpetual');

  expect(await sandbox.ask(stage.customer, { method: 'DELETE' })).toMatchObject({ status: 417, body: { code: 800036 } });
  await sandbox.ask(`${stage.customer}/orders/${id}`, { method: 'PATCH', body: { status: 'cancelled' } });
  expect((await sandbox.ask(stage.customer, { method: 'DELETE' })).status).toBe(204);
});
