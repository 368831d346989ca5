import { afterAll, expect, test } from 'vitest';
import { aSandbox } from '../testing.ts';

const box = await aSandbox();
afterAll(() => box.sandbox.close());

type Distributor = {
  readonly kind: string;
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly accountId: string;
  readonly subscriptionKey: string;
};
const distributor = async (kind: string): Promise<Distributor> => {
  const { distributors } = (await box.get('credentials')).body as { distributors: readonly Distributor[] };
  const found = distributors.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
};

test('nothing of the two stands in the world until somebody calls them', async () => {
  await distributor('ingram');

  expect(box.sandbox.world.tables.ionCustomers.size + box.sandbox.world.tables.ingramCustomers.size).toBe(0);
});

test('Ion is signed in to by its credentials, and support makes a mistake there', async () => {
  const { baseUrl, refreshToken, accountId } = await distributor('streamOneIon');
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken });
  const token = (await (await fetch(`${baseUrl}/oauth/token`, { method: 'POST', body: form })).json()) as { access_token: string };
  const read = async () => {
    const answer = await fetch(`${baseUrl}/api/v3/accounts/${accountId}/subscriptions?pagination.limit=1`, {
      headers: { authorization: `Bearer ${token.access_token}` },
    });
    return ((await answer.json()) as { items: readonly { id: string; subscriptionTotalLicenses: string }[] }).items[0];
  };
  const before = await read();

  const edited = await box.send('POST', 'act', { action: 'ion.edit', subscriptionId: before?.id, quantity: 77 });

  expect(edited.status).toBe(200);
  expect((await read())?.subscriptionTotalLicenses).toBe('77');
  expect((await distributor('streamOneIon')).refreshToken).not.toBe(refreshToken);
});

test("Ingram's marketplace likewise", async () => {
  const { baseUrl, clientId, clientSecret, subscriptionKey } = await distributor('ingram');
  const key = { 'x-subscription-key': subscriptionKey };
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const { token } = (await (await fetch(`${baseUrl}/token`, { method: 'POST', headers: { ...key, authorization: basic } })).json()) as {
    token: string;
  };
  const [item] = box.sandbox.world.tables.ingramItems.all();

  const edited = await box.send('POST', 'act', { action: 'ingram.edit', subscriptionId: item?.vendorSubscriptionId, quantity: 66 });
  const answer = await fetch(`${baseUrl}/subscriptions/${item?.subscriptionId ?? ''}`, {
    headers: { ...key, authorization: `Bearer ${token}` },
  });

  expect(edited.status).toBe(200);
  const { products } = (await answer.json()) as { products: readonly object[] };
  expect(products).toContainEqual(expect.objectContaining({ vendorSubscriptionId: item?.vendorSubscriptionId, quantity: 66 }));
});
