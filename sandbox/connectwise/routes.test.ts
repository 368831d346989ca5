import { describe, expect, test } from 'vitest';
import { ask, instance, signedIn, smallWorld } from './small-world.ts';

const world = smallWorld();
const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  ask(world, 'GET', path, { headers: { ...signedIn, ...headers } });
const ids = (json: unknown): unknown[] => (json as { id: number }[]).map((row) => row.id);

describe('finding the installation', () => {
  test('companyinfo names the codebase, with its slash, to anybody who knows the company', async () => {
    const answer = await ask(world, 'GET', '/login/companyinfo/NorthWind', { headers: {} });

    expect(answer.json).toMatchObject({ CompanyName: 'Northwind Cloud', Codebase: 'v2025_1/', CompanyID: 'northwind', IsCloud: true });
  });

  test('an unknown company gets null and not an error', async () => {
    const answer = await ask(world, 'GET', '/login/companyinfo/nobody', { headers: {} });

    expect([answer.status, answer.text]).toEqual([200, 'null']);
  });

  test('the codebase of companyinfo and the old one work, another is not found', async () => {
    expect((await get('/v2025_1/apis/3.0/system/info')).status).toBe(200);
    expect((await get('/v4_6_release/apis/3.0/system/info')).json).toMatchObject({ isCloud: true });
    expect((await get('/v2024_9/apis/3.0/system/info')).status).toBe(404);
  });
});

describe('signing in', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  test.each([
    ['no header', {}],
    ['no Basic', { authorization: 'Bearer abc', clientid: instance.clientId }],
    ['a wrong private key', { authorization: basic('northwind+pubKEY1:wrong'), clientid: instance.clientId }],
    ['a wrong public key', { authorization: basic('northwind+pubKEY2:priv:KEY1'), clientid: instance.clientId }],
    ['another company', { authorization: basic('southwind+pubKEY1:priv:KEY1'), clientid: instance.clientId }],
    ['no company', { authorization: basic('pubKEY1:priv:KEY1'), clientid: instance.clientId }],
  ])('%s is Unauthorized', async (_why, headers) => {
    const answer = await ask(world, 'GET', '/company/companies', { headers });

    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({ code: 'Unauthorized', errors: null });
  });

  test('good keys without the vendor-issued client id are refused with a code of their own', async () => {
    for (const headers of [{ authorization: signedIn.authorization }, { ...signedIn, clientid: '00000000-0000-0000-0000-000000000000' }]) {
      const answer = await ask(world, 'GET', '/company/companies', { headers });

      expect(answer.status).toBe(401);
      expect(answer.json).toMatchObject({ code: 'ConnectWiseApi', message: 'UserNotAuthenticated' });
    }
  });
});

describe('reading lists', () => {
  test('a list is a bare array, twenty-five rows by default', async () => {
    const answer = await get('/company/companies');

    expect(ids(answer.json)).toEqual([250, 251, 252]);
    expect(answer.headers['link']).toBeUndefined();
  });

  test('the link header leads through the pages in the form in which the request came', async () => {
    const first = await get('/company/companies?pageSize=1&orderBy=id');
    const here = 'http://127.0.0.1:8090/api-na.myconnectwise.net/v4_6_release/apis/3.0/company/companies';

    expect(first.headers['link']).toBe(
      `<${here}?pageSize=1&orderBy=id&page=2>; rel="next", <${here}?pageSize=1&orderBy=id&page=3>; rel="last"`,
    );
    expect((await get('/company/companies?pageSize=1&page=3')).headers['link']).toBe(
      `<${here}?pageSize=1&page=2>; rel="prev", <${here}?pageSize=1&page=1>; rel="first"`,
    );
    expect((await get('/company/companies?pageSize=1&page=9')).json).toEqual([]);
  });

  test('forward-only pages go on behind the last id and link only to the next', async () => {
    const forward = { 'pagination-type': 'forward-only' };
    const first = await get('/company/companies?pageSize=2', forward);

    expect(ids(first.json)).toEqual([250, 251]);
    expect(first.headers['link']).toMatch(/^<[^>]*pageId=251[^>]*>; rel="next"$/);
    const second = await get('/company/companies?pageSize=2&pageId=251', forward);
    expect(ids(second.json)).toEqual([252]);
    expect(second.headers['link']).toBeUndefined();
  });

  test('no page holds more than 1000 rows, whatever is asked', async () => {
    expect((await get('/company/companies?pageSize=5000')).status).toBe(200);
  });

  test.each(['page=0', 'pageSize=0', 'pageSize=x', 'page=-1'])('%s is refused', async (query) => {
    expect((await get(`/company/companies?${query}`)).status).toBe(400);
  });

  test('conditions of all three kinds narrow the list and the count', async () => {
    const tenant = encodeURIComponent('caption="Microsoft - TenantID" and value="11111111-2222-4333-8444-555555555555"');
    const living = encodeURIComponent('deletedFlag=false and status/name != "Inactive"');

    expect(ids((await get(`/company/companies?customFieldConditions=${tenant}`)).json)).toEqual([250]);
    expect(ids((await get(`/company/companies?childConditions=${encodeURIComponent('types/name="Vendor"')}`)).json)).toEqual([252]);
    expect((await get(`/company/companies/count?conditions=${living}`)).json).toEqual({ count: 1 });
    expect(ids((await get(`/finance/agreements?conditions=${encodeURIComponent('company/id in (250, 999)')}`)).json)).toEqual([3]);
    expect(
      ids((await get(`/finance/agreements/3/additions?conditions=${encodeURIComponent('product/id=5 and lessIncluded > 0')}`)).json),
    ).toEqual([501]);
  });

  test.each(['nmae="x"', 'name=', 'cancelledFlag=false'])('a condition that the companies cannot answer is refused: %s', async (text) => {
    const answer = await get(`/company/companies?conditions=${encodeURIComponent(text)}`);

    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'InvalidParameter' });
  });

  test('orderBy sorts, fields cut each row down, references too', async () => {
    const answer = await get('/company/companies?orderBy=deletedFlag desc,name asc&fields=id,status/name');

    expect(answer.json).toEqual([
      { id: 252, status: { name: 'Active' } },
      { id: 250, status: { name: 'Active' } },
      { id: 251, status: { name: 'Inactive' } },
    ]);
    expect((await get('/company/companies?orderBy=colour')).status).toBe(400);
  });
});

describe('what the rows say', () => {
  test('a custom field without a value has no value member', async () => {
    const full = (await get('/company/companies/250')).json as { customFields: object[] };
    const bare = (await get('/company/companies/251')).json as { customFields: object[] };

    expect(full.customFields[0]).toHaveProperty('value', '11111111-2222-4333-8444-555555555555');
    expect(bare.customFields[0]).not.toHaveProperty('value');
  });

  test('an agreement past its end is expired, whatever its flag says', async () => {
    expect((await get('/finance/agreements/4')).json).toMatchObject({
      agreementStatus: 'Expired',
      cancelledFlag: false,
      endDate: '2026-10-31T00:00:00Z',
    });
  });

  test('an unset date is an empty text in some rows and missing in others', async () => {
    expect((await get('/finance/agreements/3')).json).toHaveProperty('endDate', '');
    expect((await get('/finance/agreements/3/additions/500')).json).toHaveProperty('cancelledDate', '');
    expect((await get('/finance/agreements/3/additions/501')).json).not.toHaveProperty('cancelledDate');
  });

  test('setup lists hold what companies and agreements refer to', async () => {
    expect((await get('/company/companies/statuses')).json).toMatchObject([{ name: 'Active' }, { name: 'Inactive', inactiveFlag: true }]);
    expect((await get('/company/companies/types')).json).toMatchObject([{ name: 'Client' }, { name: 'Vendor', vendorFlag: true }]);
    expect((await get('/finance/agreements/types/count')).json).toEqual({ count: 1 });
    expect((await get('/finance/billingCycles/2')).json).toMatchObject({ name: 'Monthly', billingOptions: 'Monthly' });
    expect((await get('/finance/currencies?conditions=currencyCode="EUR"')).json).toMatchObject([{ currencyCode: 'EUR' }]);
    expect((await get('/procurement/catalog?conditions=inactiveFlag=true')).json).toMatchObject([{ identifier: 'OLD' }]);
  });
});

test('there is no list of additions over all agreements', async () => {
  expect((await get('/finance/additions')).json).toMatchObject({ code: 'NotFound' });
  expect((await ask(world, 'DELETE', '/system/info')).status).toBe(405);
  expect((await get('/company/companies/999')).json).toMatchObject({ message: 'Company 999 not found' });
});

test('callbacks are registered, listed without their key, and deleted', async () => {
  const callback = { description: 'Concord', url: 'https://concord.example/cw', objectId: 1, type: 'Agreement', level: 'Owner' };
  const made = await ask(world, 'POST', '/system/callbacks', { body: callback });

  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({ id: 1, type: 'agreement', level: 'owner', url: 'https://concord.example/cw', inactiveFlag: false });
  expect((await get('/system/callbacks')).text).not.toContain('igningKey');
  expect((await ask(world, 'POST', '/system/callbacks', { body: { ...callback, level: 'moon' } })).status).toBe(400);
  expect((await ask(world, 'POST', '/system/callbacks', { body: {} })).status).toBe(400);
  expect((await ask(world, 'DELETE', '/system/callbacks/1')).status).toBe(204);
  expect((await ask(world, 'DELETE', '/system/callbacks/1')).status).toBe(404);
});

test('too many calls a minute answer 429 with the seconds to wait', async () => {
  const busy = smallWorld();
  busy.apply({
    kind: 'control.switched',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [{ table: 'switches', key: 'throttling', row: { id: 'throttling', value: { enabled: true, factor: 0.001 } } }],
  });

  expect((await ask(busy, 'GET', '/system/info')).status).toBe(200);
  const refused = await ask(busy, 'GET', '/system/info');
  expect(refused.status).toBe(429);
  expect(refused.headers['retry-after']).toBe('60');
});
