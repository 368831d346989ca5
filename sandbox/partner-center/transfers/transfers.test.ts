import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Subscription } from '../../world/types.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';
import { aStage, otherPartner } from '../subscriptions/a-stage.ts';

let sandbox: Opened;
let stage: ReturnType<typeof aStage>;
let target: ReturnType<typeof otherPartner>;
beforeEach(async () => {
  sandbox = await openSandbox();
  stage = aStage(sandbox);
  target = otherPartner(sandbox, stage.customerId);
});
afterEach(() => sandbox.close());

const at = () => `${stage.customer}/transfers`;
const create = (rows: readonly Subscription[], over: object = {}) =>
  target.ask(at(), {
    method: 'POST',
    body: {
      sourcePartnerTenantId: sandbox.account.tenantId,
      transferType: '3',
      lineItems: rows.map(({ id }) => ({ subscriptionId: id })),
      ...over,
    },
  });
const idOf = async (rows: readonly Subscription[]): Promise<string> => ((await create(rows)).body as { id: string }).id;
const idsIn = (body: unknown): string[] => (body as { items: readonly { id: string }[] }).items.map(({ id }) => id);

test('an accepted transfer moves the subscription from one partner to the other, with its id, seats and term', async () => {
  const row = stage.lay();
  const id = await idOf([row]);
  expect((await stage.post(`${at()}/${id}/accept`)).status).toBe(200);

  const list = `${stage.customer}/subscriptions`;
  expect(idsIn((await sandbox.ask(list)).body)).not.toContain(row.id);
  expect(idsIn((await target.ask(list)).body)).toContain(row.id);
  expect(stage.now(row)).toMatchObject({ accountId: target.account.id, quantity: 25, commitmentEndAt: row.commitmentEndAt });
  expect((await target.ask(`${at()}/${id}`)).body).toMatchObject({ status: 'Complete' });
});

test('only the asked partner answers, and only once', async () => {
  const id = await idOf([stage.lay()]);
  const accept = (partner: Pick<typeof target, 'ask'>) => partner.ask(`${at()}/${id}/accept`, { method: 'POST', body: {} });

  expect(await accept(target)).toMatchObject({ status: 403, body: { code: 900308 } });
  expect((await accept(sandbox)).status).toBe(200);
  expect(await accept(sandbox)).toMatchObject({ status: 400, body: { code: 900102 } });
});

test('it can be rejected by the one and withdrawn by the other', async () => {
  const row = stage.lay();
  const first = await idOf([row]);
  const rejected = await sandbox.ask(`${at()}/${first}`, { method: 'PATCH', body: { id: first, status: 'reject' } });
  const second = await idOf([row]);
  const withdrawn = await target.ask(`${at()}/${second}`, { method: 'DELETE' });

  expect(rejected.body).toMatchObject({ status: 'Reject' });
  expect(withdrawn.status).toBe(204);
  expect(stage.now(row).accountId).toBe(sandbox.account.id);
});

test('a transfer that nobody answers expires', async () => {
  const id = await idOf([stage.lay()]);
  stage.later(31 * 86_400);

  expect((await sandbox.ask(`${at()}/${id}`)).body).toMatchObject({ status: 'Expired' });
});

test('one subscription is in one transfer', async () => {
  const row = stage.lay();
  const id = await idOf([row]);

  expect(await create([row])).toMatchObject({ status: 409, body: { code: 900101 } });
  const eligibility = (await sandbox.ask(`${stage.customer}/transferseligibility?transferType=3`)).body as readonly {
    id: string;
    reason?: string;
  }[];
  expect(eligibility.find((one) => one.id === row.id.toUpperCase())?.reason).toContain(id);
});

test.each<[string, object, number, number]>([
  ['without a partner', { sourcePartnerTenantId: undefined }, 400, 900136],
  ['with a domain that nobody has', { sourcePartnerTenantId: undefined, sourcePartnerDomain: 'nobody.example' }, 400, 900147],
  ['of a subscription that cannot go', { lineItems: [{ subscriptionId: 'none' }] }, 400, 800078],
])('a transfer %s is refused', async (_, over, status, code) => {
  expect(await create([stage.lay()], over)).toMatchObject({ status, body: { code } });
});

test('a partner does not ask himself, and an unknown transfer is 404', async () => {
  expect(await create([], { sourcePartnerTenantId: target.account.tenantId })).toMatchObject({ status: 400, body: { code: 900148 } });
  expect(await sandbox.ask(`${at()}/none`)).toMatchObject({ status: 404, body: { code: 900100 } });
});
