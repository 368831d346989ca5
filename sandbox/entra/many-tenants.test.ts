import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aSandbox, partnerCenterAudience, type TestSandbox } from '../testing.ts';
import { usersOf } from '../world/people/tenant.ts';
import { codeOf, errorOf, Visits } from './visits.ts';

let box: TestSandbox;
beforeAll(async () => {
  box = await aSandbox();
});
afterAll(() => box.sandbox.close());
beforeEach(() => box.send('POST', 'reset', { startsAt: '2026-11-21T10:00:00Z' }));

const visits = new Visits(() => box);
const code = (body: Readonly<Record<string, unknown>>): unknown => (body['error_codes'] as number[] | undefined)?.[0];

describe('an app of many tenants', () => {
  test("another partner's administrator consents for his own tenant, and the tokens are of that tenant", async () => {
    const west = visits.account('pc-2');
    const page = await visits.visit(visits.address({}, 'common'), 'integration@northwindcloudwest.', 'I have approved');
    expect(page.text).toContain('Permissions requested for your organisation');
    const back = await visits.visit(visits.address({}, 'common'), 'integration@northwindcloudwest.', 'I have approved', 'Accept');
    const { body } = await visits.token('common', {
      grant_type: 'authorization_code',
      code: codeOf(back),
      redirect_uri: 'http://localhost:9999/back',
      code_verifier: 'a-verifier-that-is-long-enough-for-the-rules-of-pkce-0123456789',
    });
    const user = west.users[0];
    expect(decodeJwt(String(body['access_token']))).toMatchObject({
      tid: west.tenantId,
      upn: user?.userPrincipalName,
      azp: visits.account().app.clientId,
    });
    expect(JSON.parse(Buffer.from(String(body['client_info']), 'base64url').toString())).toEqual({
      uid: user?.objectId,
      utid: west.tenantId,
    });
    const again = await visits.token(west.tenantId, {
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
      scope: `${partnerCenterAudience}/.default`,
    });
    expect(decodeJwt(String(again.body['access_token']))['tid']).toBe(west.tenantId);
    const elsewhere = await visits.token(visits.account().tenantId, {
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
    });
    expect(code(elsewhere.body)).toBe(50020);
  });

  test('is unknown to an app-only call in a tenant until somebody there consented', async () => {
    const { tenantId } = visits.account('pc-2');
    const asked = { grant_type: 'client_credentials', scope: `${partnerCenterAudience}/.default` };
    expect(code((await visits.token(tenantId, asked)).body)).toBe(700016);
    await visits.visit(visits.address({}, 'common'), 'integration@northwindcloudwest.', 'I have approved', 'Accept');
    expect(decodeJwt(String((await visits.token(tenantId, asked)).body['access_token']))).toMatchObject({ tid: tenantId, idtyp: 'app' });
  });

  test('a code is good in the tenant of its sign-in only', async () => {
    const back = await visits.visit(visits.address(), 'integration@northwindcloud.', 'I have approved');
    const customer = box.sandbox.world.tables.gdap.by('accountId', 'pc-1').find((row) => row.status === 'active');
    const fields = { grant_type: 'authorization_code', code: codeOf(back), redirect_uri: 'http://localhost:9999/back' };
    expect(code((await visits.token(customer?.customerId ?? '', fields)).body)).toBe(700005);
  });

  test("an ordinary user of a customer uses what the customer's tenant consented to, and needs approval where it did not", async () => {
    const { world } = box.sandbox;
    const customer = world.tables.relationships.by('accountId', 'pc-1')[0]?.customerId ?? '';
    const someone = usersOf(world, customer)[1]?.userPrincipalName ?? '';
    const back = await visits.visit(visits.address({}, 'organizations'), someone);
    expect(codeOf(back)).not.toBe('');
    await box.send('POST', 'identity', { consentInTenants: 'explicit' });
    expect((await visits.visit(visits.address({}, 'organizations'), someone)).text).toContain('AADSTS90094');
    expect((await visits.visit(visits.address(), someone)).text).toContain('AADSTS50020');
  });

  test('people of customers are nobody to Partner Center', async () => {
    const customer = box.sandbox.world.tables.relationships.by('accountId', 'pc-1')[0]?.customerId ?? '';
    const someone = usersOf(box.sandbox.world, customer)[1]?.userPrincipalName ?? '';
    const back = await visits.visit(visits.address({}, 'organizations'), someone);
    const { body } = await visits.token('organizations', {
      grant_type: 'authorization_code',
      code: codeOf(back),
      redirect_uri: 'http://localhost:9999/back',
      code_verifier: 'a-verifier-that-is-long-enough-for-the-rules-of-pkce-0123456789',
    });
    const answer = await fetch(`${box.url}/api.partnercenter.microsoft.com/v1/customers`, {
      headers: { authorization: `Bearer ${String(body['access_token'])}` },
    });
    expect(answer.status).toBe(401);
  });

  test('a partner signs in to the tenant of a customer with active delegated access only', async () => {
    const of = (status: string): string =>
      box.sandbox.world.tables.gdap.by('accountId', 'pc-1').find((row) => row.status === status)?.customerId ?? '';
    expect(codeOf(await visits.visit(visits.address({}, of('active')), 'integration@northwindcloud.', 'I have approved'))).not.toBe('');
    expect((await visits.visit(visits.address({}, of('expired')), 'integration@northwindcloud.')).text).toContain('AADSTS50020');
  });
});

describe('what the pages refuse', () => {
  test('a name that nobody has is told on the page, and stays in the field', async () => {
    const page = await visits.visit(visits.address({ login_hint: 'nobody@nowhere.example' }));
    expect(page.text).toContain('value="nobody@nowhere.example"');
    const after = await fetch(page.url, {
      method: 'POST',
      body: new URLSearchParams([...new URL(page.url).searchParams, ['user', 'nobody@nowhere.example']]),
    });
    expect(await after.text()).toContain('AADSTS50034');
  });

  test('a second factor that was denied can be asked for again', async () => {
    const denied = ['integration@northwindcloud.', 'No, it is not me'];
    expect((await visits.visit(visits.address(), ...denied)).text).toContain('AADSTS500121');
    expect(codeOf(await visits.visit(visits.address(), ...denied, 'Send another request', 'I have approved'))).not.toBe('');
  });

  test('whoever was refused may sign in as somebody else, and is still asked what the app insists on', async () => {
    const page = await visits.visit(
      visits.address({ prompt: 'consent' }),
      'integration@northwindcloudwest.',
      'Sign in with another account',
      'integration@northwindcloud.',
      'I have approved',
    );
    expect(page.text).toContain('Permissions requested');
  });

  test('admin consent is for administrators', async () => {
    const page = await visits.visit(visits.address({ prompt: 'admin_consent' }), 'helpdesk@northwindcloud.', 'I have approved');
    expect(page.text).toContain('AADSTS90094');
    expect(
      errorOf(
        await visits.visit(visits.address({ prompt: 'admin_consent' }), 'helpdesk@northwindcloud.', 'I have approved', 'without granting'),
      ),
    ).toBe('access_denied AADSTS90094');
  });

  test.each([
    [50034, 'page'],
    [53003, 'page'],
    [700016, 'page'],
    [50076, 'invalid_grant AADSTS50076'],
    [65001, 'invalid_grant AADSTS65001'],
    [90094, 'access_denied AADSTS90094'],
  ])('AADSTS%i on demand: %s', async (number, where) => {
    await box.send('POST', 'identity', { signInErrors: { [visits.account().tenantId]: number } });
    const page = await visits.visit(visits.address());
    if (where === 'page') expect(page.text).toContain(`AADSTS${String(number)}: `);
    else expect(errorOf(page)).toBe(where);
  });
});
