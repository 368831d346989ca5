import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../../src/lib/must.ts';
import { type Opened, openSandbox } from '../../partner-center/open-sandbox.ts';
import { removeRole, terminate } from '../life.ts';

let sandbox: Opened;
let customerId: string;
beforeAll(async () => {
  sandbox = await openSandbox();
  const { world, account } = sandbox;
  const sold = world.tables.subscriptions.by('accountId', account.id).filter(({ status }) => status === 'active');
  const rows = sold.filter((row) => world.tables.gdap.by('customerId', row.customerId).some(({ status }) => status === 'active'));
  customerId = must(rows[0], 'a customer with delegated access').customerId;
});
afterAll(() => sandbox.close());

type Body = Record<string, unknown> & { value: Record<string, unknown>[]; '@odata.nextLink'?: string };

const graphToken = (tenantId: string, over: object = {}): string =>
  sandbox.token({ audience: 'https://graph.microsoft.com', tenantId, ...over });

async function ask(
  path: string,
  { token = graphToken(customerId), headers = {} }: { token?: string; headers?: Record<string, string> } = {},
) {
  const answer = await fetch(`${sandbox.url}/graph.microsoft.com/v1.0${path}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  const text = await answer.text();
  return { status: answer.status, text, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Body };
}

describe('in the tenant of a customer', () => {
  test('the SKUs have the same units as at Partner Center', async () => {
    const graph = (await ask('/subscribedSkus')).body.value;
    const there = (await sandbox.ask(`/v1/customers/${customerId}/subscribedskus`)).body as { items: Record<string, unknown>[] };

    expect(graph.length).toBeGreaterThan(0);
    expect(graph.map((sku) => [sku['skuId'], sku['consumedUnits'], (sku['prepaidUnits'] as { enabled: number }).enabled])).toEqual(
      there.items.map((sku) => [(sku['productSku'] as { id: string }).id, sku['consumedUnits'], sku['activeUnits']]),
    );
    const one = await ask(`/subscribedSkus/${String(graph[0]?.['id'])}?$select=skuPartNumber`);
    expect(Object.keys(one.body)).toEqual(['@odata.context', 'skuPartNumber']);
  });

  test('users are read page by page, the same as at Partner Center', async () => {
    const seen: unknown[] = [];
    let next: string | undefined = '/users?$top=7&$select=id,userPrincipalName,assignedLicenses';
    while (next !== undefined) {
      const { body } = await ask(next);
      seen.push(...body.value.map((user) => user['userPrincipalName']));
      next = body['@odata.nextLink']?.split('/v1.0')[1];
    }
    const there = (await sandbox.ask(`/v1/customers/${customerId}/users?size=500`)).body as { items: { userPrincipalName: string }[] };

    expect(seen.toSorted()).toEqual(there.items.map((user) => user.userPrincipalName).toSorted());
    expect((await ask('/users/$count', { headers: { ConsistencyLevel: 'eventual' } })).text).toBe(String(seen.length));
    expect((await ask('/users/$count')).status).toBe(400);
  });

  test('users are found by the filters that clients use', async () => {
    const all = (await ask('/users?$select=id,displayName,userPrincipalName,assignedLicenses')).body.value;
    const licensed = all.filter((user) => (user['assignedLicenses'] as unknown[]).length > 0);
    const [first] = licensed;
    const skuId = (first?.['assignedLicenses'] as { skuId: string }[])[0]?.skuId ?? '';
    const found = async (filter: string) =>
      (await ask(`/users?$filter=${encodeURIComponent(filter)}`)).body.value.map((user) => user['id']);

    expect(await found('assignedLicenses/$count ne 0')).toEqual(licensed.map((user) => user['id']));
    expect(await found(`assignedLicenses/any(x:x/skuId eq ${skuId})`)).toContain(first?.['id']);
    expect(await found(`userPrincipalName eq '${String(first?.['userPrincipalName'])}'`)).toEqual([first?.['id']]);
    expect(await found("(accountEnabled eq true and userType eq 'Member') and not startswith(userPrincipalName,'admin@')")).toHaveLength(
      all.length - 1,
    );
    expect((await ask('/users?$filter=nothing eq 1')).status).toBe(400);
    expect((await ask('/users?$select=shoeSize')).status).toBe(400);
  });

  test('what a user has is what is assigned', async () => {
    const all = (await ask('/users?$select=id,userPrincipalName,assignedLicenses')).body.value;
    const user = must(
      all.find((one) => (one['assignedLicenses'] as unknown[]).length > 0),
      'a user with a licence',
    );
    const details = (await ask(`/users/${String(user['userPrincipalName'])}/licenseDetails`)).body.value;

    expect(details.map((one) => one['skuId'])).toEqual((user['assignedLicenses'] as { skuId: string }[]).map(({ skuId }) => skuId));
    expect(details[0]).toMatchObject({ id: expect.stringMatching(/^[\w-]{43}$/) as string, servicePlans: expect.any(Array) as unknown[] });
    expect((await ask('/users/nobody@nowhere')).body['error']).toMatchObject({ code: 'Request_ResourceNotFound' });
  });

  test('the organisation is the customer', async () => {
    const customer = must(sandbox.world.tables.customers.get(customerId), 'customer');
    const { value } = (await ask('/organization')).body;

    expect(value).toMatchObject([{ id: customerId, displayName: customer.name, countryLetterCode: customer.country }]);
    expect((await ask(`/organization/${customerId}`)).body['displayName']).toBe(customer.name);
    expect((await ask('/organization/other')).status).toBe(404);
  });
});

test("a token of the partner's own tenant shows the partner", async () => {
  const token = graphToken(sandbox.account.tenantId);

  expect((await ask('/organization', { token })).body.value).toMatchObject([{ displayName: sandbox.account.name }]);
  expect((await ask('/users', { token })).body.value).toHaveLength(sandbox.account.users.length);
  expect((await ask('/subscribedSkus', { token })).body.value).toEqual([]);
});

describe('is refused', () => {
  test('without a token, and with one for another audience', async () => {
    expect((await ask('/users', { token: 'none' })).status).toBe(401);
    expect((await ask('/users', { token: graphToken(customerId, { audience: 'https://api.partnercenter.microsoft.com' }) })).status).toBe(
      401,
    );
  });

  test('in a tenant of nobody', async () => {
    expect((await ask('/users', { token: graphToken(sandbox.world.newId()) })).status).toBe(403);
  });

  test('once the roles or the access are gone, but not to an app that has consent of its own', async () => {
    const own = sandbox.world.tables.gdap.by('accountId', sandbox.account.id).filter(({ status }) => status === 'active');
    const row = must(own.at(-1), 'another relationship');
    const token = graphToken(must(row.customerId, 'customer'));
    const by = { actor: { kind: 'user', name: 'admin@customer' }, cause: 'test' } as const;
    for (const role of row.roleDefinitionIds.slice(1)) removeRole(sandbox.world, row.id, role, by);
    expect((await ask('/users', { token })).status).toBe(200);
    removeRole(sandbox.world, row.id, row.roleDefinitionIds[0] ?? '', by);
    expect((await ask('/users', { token })).body['error']).toMatchObject({ code: 'Authorization_RequestDenied' });
    terminate(sandbox.world, row.id, by);
    expect((await ask('/users', { token })).status).toBe(403);
    expect((await ask('/users', { token: graphToken(row.customerId ?? '', { userObjectId: '' }) })).status).toBe(200);
  });
});
