import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { firstRefreshToken } from '../first-token.ts';
import { aSandbox, partnerCenterAudience, type TestSandbox } from '../testing.ts';

let box: TestSandbox;
beforeAll(async () => {
  box = await aSandbox();
});
afterAll(() => box.sandbox.close());
afterEach(() =>
  box.send('POST', 'identity', {
    errors: {},
    mfaClaim: true,
    rotateRefreshTokens: true,
    reuseKillsFamily: false,
    skewSeconds: 0,
    consented: true,
  }),
);

const first = (): string => firstRefreshToken(7, 'pc-1');
const refresh = (fields: Record<string, string> = {}, version: 'v1' | 'v2' = 'v1') =>
  box.token(
    'pc-1',
    { grant_type: 'refresh_token', refresh_token: first(), ...(version === 'v1' ? { resource: partnerCenterAudience } : {}), ...fields },
    version,
  );
const claims = (body: Record<string, unknown>) => decodeJwt(String(body['access_token']));
const code = (body: Record<string, unknown>): unknown => (body['error_codes'] as number[] | undefined)?.[0];

describe('an error on demand', () => {
  const tenant = (): string => String(box.sandbox.world.tables.partnerAccounts.get('pc-1')?.tenantId);

  test.each<readonly [number, () => string | RegExp]>([
    [500011, (): string | RegExp => `named ${partnerCenterAudience} was`],
    [50076, (): string | RegExp => `access '${partnerCenterAudience}'`],
    [90002, (): string | RegExp => `Tenant '${tenant()}'`],
    [700082, (): string | RegExp => /issued on \d{4}-\d\d-\d\dT/],
    [7000222, (): string | RegExp => String(box.sandbox.world.tables.partnerAccounts.get('pc-1')?.app.clientId)],
  ])('AADSTS%i names what it is about', async (number, text) => {
    await box.send('POST', 'identity', { errors: { [tenant()]: number } });
    expect((await refresh()).body['error_description']).toMatch(text());
  });
});

describe('refresh token', () => {
  test('v1 answers text values and gives a new refresh token', async () => {
    const { status, body } = await refresh();
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: '3600', resource: partnerCenterAudience, scope: 'user_impersonation' });
    expect(Number(body['expires_on']) - Number(body['not_before'])).toBe(3900);
    expect(claims(body)).toMatchObject({ nbf: Number(body['not_before']), exp: Number(body['expires_on']) });
    expect(body['refresh_token']).not.toBe(first());
  });

  test('v2 answers numbers and has no resource', async () => {
    const { body } = await refresh({ scope: 'https://graph.microsoft.com/.default' }, 'v2');
    expect(body).toMatchObject({ expires_in: 3600 });
    expect(body).not.toHaveProperty('resource');
    expect(claims(body)).toMatchObject({ aud: 'https://graph.microsoft.com', ver: '2.0' });
  });

  test('the token says who, for what, with which proof', async () => {
    const account = box.sandbox.world.tables.partnerAccounts.get('pc-1');
    expect(claims((await refresh()).body)).toMatchObject({
      aud: partnerCenterAudience,
      tid: account?.tenantId,
      appid: account?.app.clientId,
      upn: account?.users[0]?.userPrincipalName,
      amr: ['pwd', 'mfa'],
      scp: 'user_impersonation',
    });
  });

  test('its signature verifies against the published keys', async () => {
    const { body } = await refresh();
    const keys = createRemoteJWKSet(new URL(`${box.url}/login.microsoftonline.com/common/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(String(body['access_token']), keys, {
      audience: partnerCenterAudience,
      currentDate: new Date('2026-11-21T10:05:00Z'),
    });
    expect(payload.iss).toMatch(/^https:\/\/sts\.windows\.net\//);
  });

  test('the old refresh token stays valid, unless reuse kills its family', async () => {
    const { body } = await refresh();
    expect((await refresh()).status).toBe(200);
    await box.send('POST', 'identity', { reuseKillsFamily: true });
    const again = String(body['refresh_token']);
    expect((await refresh({ refresh_token: again })).status).toBe(200);
    const reused = await refresh({ refresh_token: again });
    expect(code(reused.body)).toBe(50173);
    await box.send('POST', 'reset', { startsAt: '2026-11-21T10:00:00Z' });
  });

  test('rotation can be switched off', async () => {
    await box.send('POST', 'identity', { rotateRefreshTokens: false });
    expect((await refresh()).body['refresh_token']).toBe(first());
  });

  test('works in a customer tenant with active delegated access only', async () => {
    const { world } = box.sandbox;
    const account = world.tables.partnerAccounts.get('pc-1');
    const inTenant = async (customerId: string): Promise<Record<string, unknown>> => {
      const answer = await fetch(`${box.url}/login.microsoftonline.com/${customerId}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          resource: 'https://graph.microsoft.com',
          refresh_token: first(),
          client_id: account?.app.clientId ?? '',
          client_secret: account?.app.clientSecret ?? '',
        }),
      });
      return (await answer.json()) as Record<string, unknown>;
    };
    const active = world.tables.gdap.by('accountId', 'pc-1').find((row) => row.status === 'active');
    expect(claims(await inTenant(active?.customerId ?? ''))).toMatchObject({ tid: active?.customerId });
    const expired = world.tables.gdap.by('accountId', 'pc-1').find((row) => row.status === 'expired');
    expect(code(await inTenant(expired?.customerId ?? ''))).toBe(50020);
  });

  test('without second factor when the claim is switched off; with clock skew when so wished', async () => {
    await box.send('POST', 'identity', { mfaClaim: false, skewSeconds: -7200 });
    const token = claims((await refresh()).body);
    expect(token['amr']).toEqual(['pwd']);
    expect(token.exp).toBeLessThan(Date.parse('2026-11-21T10:00:00Z') / 1000);
  });
});

describe('refusals of the token endpoint', () => {
  test.each([
    ['wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    ['unknown app', { client_id: '00000000-0000-0000-0000-000000000001' }, 400, 'unauthorized_client', 700016],
    ['unknown grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['unknown refresh token', { refresh_token: 'x' }, 400, 'invalid_grant', 9002313],
    ['unknown resource', { resource: 'https://example.com' }, 400, 'invalid_resource', 500011],
    ['unknown code', { grant_type: 'authorization_code', code: 'x' }, 400, 'invalid_grant', 70000],
  ])('%s', async (_name, fields, status, error, number) => {
    const answer = await refresh(fields);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      error,
      error_codes: [number],
      error_description: expect.stringContaining(`AADSTS${String(number)}: `) as string,
    });
    for (const member of ['timestamp', 'trace_id', 'correlation_id', 'error_uri']) expect(answer.body).toHaveProperty(member);
  });

  test('a tenant that does not exist', async () => {
    const answer = await fetch(`${box.url}/login.microsoftonline.com/00000000-0000-0000-0000-0000000000ff/oauth2/token`, {
      method: 'POST',
      body: 'grant_type=client_credentials&client_id=x&client_secret=y',
    });
    expect(await answer.json()).toMatchObject({ error_codes: [90002] });
  });

  test.each([50076, 50078, 50079, 700082, 50173, 70043, 53003, 65001, 7000215, 7000222, 700016, 90002, 500011, 50020, 90094])(
    'AADSTS%i on demand',
    async (number) => {
      const tenantId = box.sandbox.world.tables.partnerAccounts.get('pc-1')?.tenantId ?? '';
      await box.send('POST', 'identity', { errors: { [tenantId]: number } });
      expect(code((await refresh()).body)).toBe(number);
    },
  );

  test('consent taken away, secret run out, tokens revoked', async () => {
    await box.send('POST', 'identity', { account: 'pc-1', consented: false });
    expect(code((await refresh()).body)).toBe(65001);
    await box.send('POST', 'identity', { account: 'pc-1', consented: true, secretExpiresAt: '2026-11-01T00:00:00Z' });
    expect(code((await refresh()).body)).toBe(7000222);
    await box.send('POST', 'identity', { account: 'pc-1', secretExpiresAt: '2028-11-01T00:00:00Z', revokeRefreshTokens: true });
    expect(code((await refresh()).body)).toBe(50173);
    await box.send('POST', 'reset', { startsAt: '2026-11-21T10:00:00Z' });
  });

  test('90 days without use end a refresh token', async () => {
    await box.send('POST', 'clock', { step: 'P91D' });
    expect(code((await refresh()).body)).toBe(700082);
    await box.send('POST', 'reset', { startsAt: '2026-11-21T10:00:00Z' });
  });
});

describe('application tokens', () => {
  test('have neither user nor refresh token', async () => {
    const { body } = await box.token('pc-2', { grant_type: 'client_credentials', resource: partnerCenterAudience });
    expect(body).not.toHaveProperty('refresh_token');
    expect(claims(body)).not.toHaveProperty('upn');
    expect(claims(body)).not.toHaveProperty('scp');
  });
});
