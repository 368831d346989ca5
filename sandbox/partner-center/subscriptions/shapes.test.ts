import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../../../src/lib/must.ts';
import { keptSamples, shapesOf } from '../../proof/samples.ts';
import { disagreements, shapeOf } from '../../proof/shape.ts';
import { planOf } from '../../world/terms-renew.ts';
import type { Subscription } from '../../world/types.ts';
import { type Answer, type Opened, openSandbox } from '../open-sandbox.ts';
import { archiving, aStage, otherPartner, standard } from './a-stage.ts';

// Every published sample of subscriptions, migrations and transfers, asked for in turn.
let sandbox: Opened;
let stage: ReturnType<typeof aStage>;
beforeAll(async () => {
  sandbox = await openSandbox();
  stage = aStage(sandbox);
});
afterAll(() => sandbox.close());

const shapes = shapesOf(keptSamples());

function agrees(sample: string, { status, body }: Answer): void {
  expect.soft(status < 300, JSON.stringify(body).slice(0, 300)).toBe(true);
  expect.soft(disagreements(must(shapes.get(`partner-center/${sample}.response.json`), sample), shapeOf(body)), sample).toEqual([]);
}

/** A subscription of something that is in the catalogue beside seats. */
function laid(sku: string, over: Partial<Subscription> = {}): Subscription {
  const availability = must(sandbox.world.tables.availabilities.by('sku', sku)[0], sku);
  const { productId, skuId, availabilityId, term, billingCycle } = availability;
  const offerName = must(sandbox.world.tables.skus.get(sku), sku).title;
  return stage.lay({ productId, skuId, availabilityId, term, billingCycle, offerName, friendlyName: offerName, quantity: 1, ...over });
}

const get = (path: string): Promise<Answer> => sandbox.ask(path);
const patch = async (row: Subscription, change: object): Promise<Answer> =>
  sandbox.ask(stage.pathOf(row), { method: 'PATCH', body: { ...(await stage.read(row)), ...change } });

test('subscriptions of the old commerce', async () => {
  const azure = stage.legacy({ offer: 'MS-AZR-0145P', quantity: 1 });
  const parent = stage.legacy();
  const addOn = stage.legacy({ offer: archiving, quantity: 2, parent: parent.id });

  agrees('subscriptions.get-a-subscription-by-id.1', await get(stage.pathOf(azure)));
  agrees('subscriptions.get-a-subscription-by-id.2', await get(stage.pathOf(addOn)));
  agrees('subscriptions.get-a-list-of-subscriptions-by-order', await get(`${stage.customer}/subscriptions?order_id=${azure.orderId}`));
  agrees('subscriptions.get-a-subscription-s-support-contact', await get(`${stage.pathOf(parent)}/supportcontact`));
  const body = { SupportTenantId: '3B33E682-00C3-41EE-9DD2-A548ADF56438', SupportMpnId: '4391507', Name: 'Trey Research' };
  agrees(
    'subscriptions.update-a-subscription-s-support-contact',
    await sandbox.ask(`${stage.pathOf(parent)}/supportcontact`, { method: 'PUT', body }),
  );
  const small = stage.legacy({ offer: '195416C1-3447-423A-B37B-EE59A99A19C4' });
  stage.act('portal.suspend', { subscriptionId: small.id });
  agrees('upgrades.transition-a-subscription.1', await get(`${stage.pathOf(small)}/upgrades`));
});

test('a trial of the old commerce is converted', async () => {
  const trial = stage.legacy({ trial: true, daysAgo: 3 });
  const body = {
    OfferId: 'C0BD2E08-11AC-4836-BDC7-3712E744922F',
    TargetOfferId: '796B6B5F-613C-4E24-A17C-EBA730D49C02',
    Quantity: 25,
    BillingCycle: 'monthly',
  };

  agrees('conversions.convert-a-trial-subscription-to-paid', await stage.post(`${stage.pathOf(trial)}/conversions`, body));
});

test('software, marketplace, reservations and Azure', async () => {
  const software = laid('DG7GMGF0FKZV:0003');
  const nextTerm = { product: { productId: 'DG7GMGF0FKZV', skuId: '0003', billingCycle: 'Triennial', termDuration: 'P3Y' }, quantity: 1 };
  const saas = laid('DZH318Z0HJ49:0001', { status: 'pending' });
  const plan = laid('DZH318Z0BPS6:0001', { commitmentEndAt: '9999-12-31T23:59:59Z', billingCycleEndAt: '9999-12-31T23:59:59Z' });
  laid('DZH318Z0BQ3P:0038');

  agrees('subscriptions.manage-billing-frequency-software-subs', await patch(software, { scheduledNextTermInstructions: nextTerm }));
  agrees('subscriptions.activate-sandbox-subscription-azure-marketplace-products', await stage.post(`${stage.pathOf(saas)}/activate`));
  agrees('subscriptions.update-autorenew-for-an-azure-marketplace-subscription', await patch(saas, { autoRenewEnabled: false }));
  const entitlements = `${stage.pathOf(plan)}/azureEntitlements`;
  const { items } = (await get(entitlements)).body as { items: readonly { id: string }[] };
  const one = `${entitlements}/${must(items[0], 'entitlement').id}`;
  const overage = { azureEntitlementId: must(items[0], 'entitlement').id, partnerId: '1234', type: 'PhoneServices', overageEnabled: true };
  await sandbox.ask(`${stage.customer}/subscriptions/overage`, { method: 'PUT', body: overage });
  agrees('azureentitlements.cancel-an-azure-subscription', await stage.post(`${one}/cancel`, { cancellationReason: 'compromise' }));
  agrees('azureentitlements.get-an-azure-entitlement-for-a-subscription', await get(one));
  agrees('subscriptions.get-subscription-registration-status', await get(`${stage.pathOf(plan)}/registrationstatus`));
  const owned = await get(`${stage.customer}/entitlements`);
  agrees('entitlements.get-a-collection-of-entitlements.1', owned);
  const artifacts = (owned.body as { items: readonly { entitledArtifacts: readonly { link: { uri: string } }[] }[] }).items;
  const uri = must(artifacts.flatMap(({ entitledArtifacts }) => entitledArtifacts)[0], 'artifact').link.uri;
  agrees('entitlements.get-a-collection-of-entitlements.3', await get(`/v1${uri}`));
});

test('who pays for calls beyond the plan', async () => {
  const [first] = sandbox.world.tables.subscriptions
    .all()
    .filter((row) => row.customerId === stage.customerId && row.accountId === sandbox.account.id)
    .filter(({ skuId, productId }) => productId === 'DZH318Z0BPS6' && skuId === '0001');
  const plan = must(first, 'Azure plan');
  // The legacy Azure subscription of an earlier test would forbid it.
  for (const row of sandbox.world.tables.subscriptions.all().filter(({ legacy }) => legacy?.offerId === 'MS-AZR-0145P'))
    stage.act('portal.suspend', { subscriptionId: row.id });
  stage.later(700);
  const { items } = (await get(`${stage.pathOf(plan)}/azureEntitlements`)).body as { items: readonly { id: string; status: string }[] };
  const closed = items.find(({ status }) => status === 'inactive');
  if (closed !== undefined) await stage.post(`${stage.pathOf(plan)}/azureEntitlements/${closed.id}/reactivate`);
  stage.later(700);
  const body = { azureEntitlementId: must(items[0], 'entitlement').id, partnerId: '1234', type: 'PhoneServices', overageEnabled: true };
  const answer = await sandbox.ask(`${stage.customer}/subscriptions/overage`, { method: 'PUT', body });

  expect(answer).toMatchObject({ status: 200, body: { overageEnabled: true } });
  agrees('subscriptions.get-subscription-overage', await get(`${stage.customer}/subscriptions/overage`));
});

test('upgrades and their history', async () => {
  const plan = must(planOf(sandbox.world, { productId: 'CFQ7TTC0LH18', skuId: '0001', term: 'P1Y', billingCycle: 'monthly' }), 'plan');
  const basic = stage.lay({ productId: plan.productId, skuId: plan.skuId, availabilityId: plan.availabilityId });
  stage.lay({ ...standard, term: 'P1M' });
  await patch(basic, { status: 'suspended' });
  const body = { toCatalogItemId: 'CFQ7TTC0LDPB:0001', quantity: 25, transitionType: 'transition_with_license_transfer' };

  agrees(
    'transitions.transition-a-new-commerce-subscription.1',
    await get(`${stage.pathOf(basic)}/transitionEligibilities?eligibilityType=immediate`),
  );
  await patch(basic, { status: 'active' });
  expect((await stage.post(`${stage.pathOf(basic)}/transitions`, body)).status).toBe(200);
  agrees('transitions.get-transitions', await get(`${stage.pathOf(basic)}/transitions`));
});

test('migrations and their schedules', async () => {
  const at = `${stage.customer}/migrations/newcommerce`;
  const parent = stage.legacy();
  const addOn = stage.legacy({ offer: archiving, quantity: 2, parent: parent.id });
  const plan = (row: Subscription) => ({
    currentSubscriptionId: row.id.toUpperCase(),
    quantity: 1,
    billingCycle: 'Monthly',
    purchaseFullTerm: false,
    termDuration: 'P1Y',
    customTermEndDate: null,
  });

  agrees('migrations.create-migration', await stage.post(at, { ...plan(parent), addOnMigrations: [plan(addOn)] }));
  await stage.post(at, { ...plan(stage.legacy()), externalReferenceId: '771317a4-275d-47d9-9724-3eefa4a168ad' });
  stage.later(3601);
  agrees(
    'migrations.query-migrated-subscriptions',
    await get('/v1/migrations/newcommerce?externalReferenceId=771317a4-275d-47d9-9724-3eefa4a168ad'),
  );

  const other = stage.legacy();
  const below = stage.legacy({ offer: archiving, quantity: 2, parent: other.id });
  const asked = { ...plan(other), billingCycle: 'monthly', targetDate: '2027-01-09T00:00:00.000Z', addOnMigrations: [plan(below)] };
  agrees('migrations.schedule-a-new-commerce-migration', await stage.post(`${at}/schedules`, asked));
  const made = await stage.post(`${at}/schedules`, { ...plan(stage.legacy()), targetDate: '2027-01-09T00:00:00' });
  const { id, currentSubscriptionId } = made.body as { id: string; currentSubscriptionId: string };
  const one = `${at}/schedules/${id}`;
  agrees('migrations.get-a-new-commerce-migration-schedule', await get(one));
  const changed = {
    id,
    currentSubscriptionId,
    status: 'Created',
    quantity: 9,
    termDuration: 'P1Y',
    billingCycle: 'Monthly',
    purchaseFullTerm: false,
    targetDate: '2027-02-01T00:00:00',
  };
  agrees('migrations.update-a-new-commerce-migration-schedule', await sandbox.ask(one, { method: 'PUT', body: changed }));
  agrees('migrations.cancel-a-new-commerce-migration-schedule', await stage.post(`${one}/cancel`));
});

test('transfers between partners', async () => {
  const target = otherPartner(sandbox, stage.customerId);
  const at = `${stage.customer}/transfers`;
  const [first, second] = [stage.lay(), stage.lay()];
  const create = (...rows: readonly Subscription[]): Promise<Answer> =>
    target.ask(at, {
      method: 'POST',
      body: {
        sourcePartnerTenantId: sandbox.account.tenantId,
        transferType: '3',
        lineItems: rows.map(({ id }) => ({ subscriptionId: id })),
      },
    });

  agrees('transfers.get-customer-s-subscriptions-transfer-eligibility', await get(`${stage.customer}/transferseligibility?transferType=3`));
  const one = (await create(first)).body as { id: string };
  agrees('transfers.get-transfer-by-id', await get(`${at}/${one.id}`));
  agrees('transfers.reject-a-transfer', await sandbox.ask(`${at}/${one.id}`, { method: 'PATCH', body: { id: one.id, status: 'reject' } }));
  const two = (await create(first, second)).body as { id: string };
  await patch(first, { status: 'suspended' });
  agrees('transfers.accept-a-transfer', await stage.post(`${at}/${two.id}/accept`));
});
