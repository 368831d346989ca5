import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Opened, openSandbox } from '../open-sandbox.ts';

const places = { pc3: 2, pc4: 3, pc5: 4, pc6: 5 } as const;
const opened = new Map<string, Opened>();
beforeAll(async () => {
  for (const [name, place] of Object.entries(places)) opened.set(name, await openSandbox(place));
});
afterAll(async () => {
  for (const sandbox of opened.values()) await sandbox.close();
});

const the = (name: keyof typeof places): Opened => {
  const sandbox = opened.get(name);
  if (sandbox === undefined) throw new Error(`no ${name}`);
  return sandbox;
};

/** China has a host of its own. */
async function ask(sandbox: Opened, path: string, method = 'GET', body?: object): Promise<{ status: number; body: unknown }> {
  const host = sandbox.account.cloud === 'china' ? 'partner.partnercenterapi.microsoftonline.cn' : 'api.partnercenter.microsoft.com';
  const answer = await fetch(`${sandbox.url}/${host}${path}`, {
    method,
    headers: { authorization: `Bearer ${sandbox.token({ audience: `https://${host}` })}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

const customerOf = (sandbox: Opened): string => sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0]?.customerId ?? '';
const customer = (domain: string, address: object, culture: string) => ({
  CompanyProfile: { Domain: domain },
  BillingProfile: {
    Culture: culture,
    Email: 'someone@example.com',
    Language: culture.slice(0, 2),
    CompanyName: domain.split('.')[0],
    DefaultAddress: { FirstName: 'A', LastName: 'B', AddressLine1: '1 Main St', City: 'C', ...address },
  },
});
const american = { State: 'WA', PostalCode: '98052', Country: 'US' };

describe('an indirect provider', () => {
  test('makes customers for its resellers and finds them by reseller', async () => {
    const sandbox = the('pc3');
    const { account } = sandbox;
    const call: Opened['ask'] = (path, how) => sandbox.ask(path, how);
    const { items } = (await call('/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf')).body as {
      items: { id: string }[];
    };
    const tenant = items[0]?.id ?? '';

    const made = await call('/v1/customers', {
      method: 'POST',
      body: { ...customer('forreseller.onmicrosoft.com', american, 'en-US'), AssociatedPartnerId: tenant },
    });
    const stranger = await call('/v1/customers', {
      method: 'POST',
      body: { ...customer('forstranger.onmicrosoft.com', american, 'en-US'), AssociatedPartnerId: account.tenantId },
    });
    const filter = encodeURIComponent(JSON.stringify({ Field: 'IndirectReseller', Value: tenant, Operator: 'starts_with' }));
    const found = (await call(`/v1/customers?filter=${filter}`)).body as { items: { id: string }[] };

    expect(made).toMatchObject({ status: 201, body: { relationshipToPartner: 'reseller', associatedPartnerId: tenant } });
    const { id } = made.body as { id: string };
    expect(found.items.map((item) => item.id)).toContain(id);
    expect((await call(`/v1/customers/${id}/relationships`)).body).toMatchObject({ items: [{ id: tenant }] });
    expect((await call(`/v1/customers/${id}`)).body).toMatchObject({ associatedPartnerId: tenant });
    expect(stranger).toMatchObject({ status: 400, body: { code: 800016 } });
  });

  test('sees no customer of another account in its list', async () => {
    const sandbox = the('pc3');
    const { world, account } = sandbox;
    const { items } = (await sandbox.ask('/v1/customers?size=500')).body as { items: { id: string }[] };

    for (const { id } of items) expect(world.tables.relationships.get(`${account.id}:${id}`)).toBeDefined();
  });
});

test('in the US Government cloud no users are created by partners', async () => {
  const sandbox = the('pc4');
  const path = `/v1/customers/${customerOf(sandbox)}/users`;

  expect((await ask(sandbox, path)).status).toBe(200);
  expect(await ask(sandbox, path, 'POST', { displayName: 'A' })).toMatchObject({ status: 400, body: { code: 900127 } });
});

test('in China licences are not managed, agreements not confirmed, and customers have addresses of their own', async () => {
  const sandbox = the('pc5');
  const base = `/v1/customers/${customerOf(sandbox)}`;

  expect(await ask(sandbox, `${base}/subscribedskus`)).toMatchObject({ status: 400, body: { code: 900127 } });
  expect(await ask(sandbox, `${base}/agreements`, 'POST', {})).toMatchObject({ status: 400, body: { code: 900127 } });
  const wanted = customer('zhongguo.partner.onmschina.cn', { State: '', PostalCode: '100000', Country: 'CN' }, 'zh-CN');
  expect(await ask(sandbox, '/v1/customers', 'POST', wanted)).toMatchObject({ status: 201 });
});

test('the German cloud shows what was and takes nothing new', async () => {
  const sandbox = the('pc6');

  expect((await ask(sandbox, '/v1/customers')).status).toBe(200);
  expect(await ask(sandbox, '/v1/customers', 'POST', {})).toMatchObject({ status: 400, body: { code: 900127 } });
});
