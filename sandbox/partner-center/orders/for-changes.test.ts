import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Opened, openSandbox } from '../open-sandbox.ts';
import { aStage } from '../subscriptions/a-stage.ts';

let sandbox: Opened;
let stage: ReturnType<typeof aStage>;
beforeEach(async () => {
  sandbox = await openSandbox();
  stage = aStage(sandbox);
});
afterEach(() => sandbox.close());

type Listed = { readonly id: string; readonly transactionType: string; readonly lineItems: readonly Line[] };
type Line = { readonly subscriptionId?: string; readonly transactionType: string; readonly quantity: number };

test('what happens to a subscription is listed as orders when the switch says so, each to be read by its id', async () => {
  const row = stage.lay({ commitmentEndAt: '2026-12-19T23:59:59Z', term: 'P1M' });
  const patch = async (over: object) =>
    await sandbox.ask(stage.pathOf(row), { method: 'PATCH', body: { ...(await stage.read(row)), ...over } });
  const own = async (): Promise<readonly Listed[]> => {
    const { items } = (await sandbox.ask(`${stage.customer}/orders`)).body as { items: readonly Listed[] };
    return items.filter(({ lineItems }) => lineItems.some(({ subscriptionId }) => subscriptionId === row.id));
  };
  stage.later(60);
  await patch({ quantity: 30 });
  stage.later(60);
  await patch({ quantity: 28 });
  stage.later(35 * 86_400);
  await patch({ status: 'deleted' });

  stage.turn({ orders: { forChanges: false } });
  expect((await own()).map(({ lineItems }) => lineItems[0]?.transactionType)).toEqual(['New']);
  stage.turn({ orders: { forChanges: true } });
  const shown = await own();
  expect(shown.map(({ lineItems }) => `${lineItems[0]?.transactionType ?? ''} ${String(lineItems[0]?.quantity)}`)).toEqual([
    'New 25',
    'addQuantity 30',
    'removeQuantity 28',
    'renew 28',
    'cancel 28',
  ]);
  for (const order of shown) expect((await sandbox.ask(`${stage.customer}/orders/${order.id}`)).body).toEqual(order);
});
