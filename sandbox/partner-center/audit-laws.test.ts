import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partnerActs } from '../acts/partners.ts';
import { put } from '../world/world.ts';
import { type Everything, everything } from './hostile-scene.ts';
import { type Ask, type Opened, openSandbox } from './open-sandbox.ts';
import { standard } from './subscriptions/a-stage.ts';

let sandbox: Opened;
let scene: Everything;
beforeAll(async () => {
  sandbox = await openSandbox();
  scene = await everything(sandbox);
});
afterAll(() => sandbox.close());

type Told = { readonly operationType: string; readonly resourceType: string; readonly customerId?: string };

/** What the activity log says after something that it did not say before; oldest first. */
async function toldAfter(work: () => unknown): Promise<string[]> {
  const all = () => sandbox.world.tables.auditRecords.by('accountId', sandbox.account.id);
  const before = new Set(all().map(({ id }) => id));
  await work();
  return all()
    .filter(({ id }) => !before.has(id))
    .map(({ operationType, resourceType }: Told) => `${resourceType} ${operationType}`);
}

const ok = async (path: string, ask: Ask): Promise<unknown> => {
  const answer = await sandbox.ask(path, ask);
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
};
const send = (method: string, path: string, body?: unknown): Promise<unknown> =>
  ok(path, { method, ...(body === undefined ? {} : { body }) });
const own = (path: string): string => `${scene.stage.customer}${path}`;
const patched = async (over: object, laid: object = {}): Promise<unknown> => {
  const row = scene.stage.lay(laid);
  const { links: _links, ...whole } = await scene.stage.read(row);
  return await send('PATCH', scene.stage.pathOf(row), { ...whole, ...over });
};

describe('the activity log tells of', () => {
  const placed = 'order create_order';
  const updated = 'subscription update_subscription';
  test.each<readonly [string, () => unknown, readonly string[]]>([
    ['seats', () => patched({ quantity: 30 }), [placed, updated]],
    ['a suspension', () => patched({ status: 'suspended' }), [placed, updated]],
    ['a cancellation', () => patched({ status: 'deleted' }), [placed, updated]],
    ['a name', () => patched({ friendlyName: 'Other' }), [placed, updated]],
    [
      'an upgrade of some seats',
      async () => {
        const row = scene.stage.lay({ ...standard, skuId: '0001', quantity: 25 });
        const { items } = (await ok(`${scene.stage.pathOf(row)}/transitionEligibilities`, {})) as { items: { catalogItemId: string }[] };
        const [target] = items;
        await send('POST', `${scene.stage.pathOf(row)}/transitions`, {
          toCatalogItemId: target?.catalogItemId,
          quantity: 5,
          transitionType: 'transition_only',
        });
      },
      [placed, 'subscription upgrade_subscription', placed],
    ],
    ['a subscription of the old commerce', () => scene.stage.legacy(), [placed]],
    [
      'a cart that was checked out',
      async () => {
        const cart = (await send('POST', own('/carts'), {
          ...scene.cartBody,
          lineItems: [0, 1].map((id) => ({ ...scene.cartBody.lineItems[0], id })),
        })) as { id: string };
        await send('POST', own(`/carts/${cart.id}/checkout`));
      },
      [placed],
    ],
    [
      'an order that waits, and what came of it',
      async () => {
        scene.stage.turn({ orders: { provisioningMinutes: 5 } });
        await send('POST', own('/orders'), {
          billingCycle: 'monthly',
          lineItems: [{ lineItemNumber: 0, offerId: scene.catalogItemId, quantity: 5, termDuration: 'P1Y' }],
        });
        scene.stage.later(600);
        scene.stage.turn({ orders: { provisioningMinutes: 0 } });
      },
      [placed, 'order update_order'],
    ],
    ['a customer’s budget', () => send('PATCH', own('/usagebudget'), { amount: 7 }), ['spending_limit update_customer_spending_budget']],
    [
      'a billing profile',
      () => ok(own('/profiles/billing'), {}).then((profile) => send('PUT', own('/profiles/billing'), profile)),
      ['customer update_customer_billing_profile'],
    ],
    [
      'a qualification',
      () => send('POST', own('/qualifications'), { qualification: 'StateOwnedEntity' }),
      ['customer update_customer_qualification'],
    ],
    [
      'an agreement',
      () =>
        send('POST', own('/agreements'), {
          primaryContact: { firstName: 'A', lastName: 'B', email: 'a@b.example' },
          templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
          dateAgreed: '2026-11-01T00:00:00Z',
          type: 'MicrosoftCustomerAgreement',
        }),
      ['agreement create_agreement'],
    ],
    [
      'unusual use of Azure',
      () =>
        partnerActs['microsoft.fraudEvent']?.(sandbox.world, {
          account: sandbox.account.id,
          customer: scene.stage.customerId,
          subscriptionId: scene.licence.id,
        }),
      ['subscription azure_fraud_event_detected'],
    ],
    [
      'the end of the old delegated rights',
      () => {
        const { relationships } = sandbox.world.tables;
        const row = relationships.get(`${sandbox.account.id}:${scene.stage.customerId}`);
        if (row === undefined) throw new Error('no relationship');
        for (const allowDelegatedAccess of [false, true, false])
          sandbox.world.apply({
            kind: 'test.laid',
            actor: { kind: 'user', name: 'admin' },
            cause: 'test',
            changes: [put('relationships', { ...row, allowDelegatedAccess })],
          });
      },
      ['terminated', 'approved', 'terminated'].map((word) => `partner_customer_dap dap_admin_relationship_${word}`),
    ],
    [
      'a transfer that was accepted',
      () => send('POST', own(`/transfers/${scene.params['transferId'] ?? ''}/accept`)),
      ['transfer update_transfer'],
    ],
  ])('%s', async (_what, work, words) => {
    expect(await toldAfter(work)).toEqual(words);
  });
});

test('two changes in one instant have a record each', async () => {
  const row = scene.stage.lay();
  const words = await toldAfter(async () => {
    for (const quantity of [26, 27, 28]) await send('PATCH', scene.stage.pathOf(row), { ...(await scene.stage.read(row)), quantity });
  });

  expect(words.length).toBe(3);
});

test('the last record of a subscription shows it as it stands', () => {
  const records = sandbox.world.tables.auditRecords
    .by('accountId', sandbox.account.id)
    .filter(({ resourceType }) => resourceType === 'subscription');
  const last = new Map(records.map((record) => [(JSON.parse(record.resourceNewValue) as { Id?: string }).Id ?? '', record]));
  expect(last.size).toBeGreaterThan(3);
  for (const [id, record] of last) {
    const row = sandbox.world.tables.subscriptions.get(id.toLowerCase());
    if (row?.accountId !== sandbox.account.id) continue;
    const told = JSON.parse(record.resourceNewValue) as { Quantity: number; Status: string; AutoRenewEnabled: boolean };
    expect([id, told.Quantity, told.Status]).toEqual([id, row.quantity, row.status]);
  }
});
