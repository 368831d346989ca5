import { createRemoteJWKSet, decodeProtectedHeader, customFetch as joseFetch, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aSandbox, partnerCenterAudience, type TestSandbox } from '../testing.ts';
import { type Page, Person } from './person.ts';
import { underRealNames } from './real-names.ts';

let box: TestSandbox;
beforeAll(async () => {
  // The library compares with the machine's clock.
  box = await aSandbox({ startsAt: new Date().toISOString() });
});
afterAll(() => box.sandbox.close());
beforeEach(() => box.send('POST', 'identity', { account: 'pc-1', consented: true, errors: {}, signInErrors: {} }));

const redirect_uri = 'http://localhost:9999/back';

const accountOf = (id = 'pc-1') => {
  const found = box.sandbox.world.tables.partnerAccounts.get(id);
  if (found === undefined) throw new Error(`No account ${id}`);
  return found;
};

const fetching: oidc.CustomFetch = async (url, { method, headers, body }) =>
  underRealNames(box.url)(url, { method, headers, body: body instanceof URLSearchParams ? body.toString() : undefined });

async function configured({ id = 'pc-1', host = 'login.microsoftonline.com', secret = '', version = 'v2.0' } = {}) {
  const { app, tenantId } = accountOf(id);
  const issuer = new URL(`https://${host}/${tenantId}/${version}`.replace(/\/$/, ''));
  const config = await oidc.discovery(issuer, app.clientId, secret === '' ? app.clientSecret : secret, undefined, {
    [oidc.customFetch]: fetching,
  });
  return config;
}

const scope = `openid profile offline_access ${partnerCenterAudience}/user_impersonation`;

type Begun = { readonly address: URL; readonly checks: oidc.AuthorizationCodeGrantChecks };

async function begin(config: oidc.Configuration, more: Record<string, string> = {}): Promise<Begun> {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const expectedState = oidc.randomState();
  const expectedNonce = oidc.randomNonce();
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri,
    scope,
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...more,
  });
  return { address, checks: { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true } };
}

const visit = async (address: URL, ...words: readonly string[]): Promise<Page> => {
  const person = new Person(underRealNames(box.url));
  return person.clicks(await person.open(address.toString()), ...words);
};

const backFrom = (page: Page): URL => {
  if (page.location === undefined) throw new Error(`Not sent back: ${page.text}`);
  return page.location;
};

describe('openid-client', () => {
  test.each(['pc-1', 'pc-2'])('finds everything by discovery and signs a person of %s in', async (id) => {
    const config = await configured({ id });
    oidc.enableNonRepudiationChecks(config); // The id token's signature is checked against the published keys.
    const { address, checks } = await begin(config);
    const { users, tenantId, app } = accountOf(id);
    const page = await visit(address, users[0]?.userPrincipalName ?? '', 'I have approved');
    const tokens = await oidc.authorizationCodeGrant(config, backFrom(page), checks);
    expect(tokens.claims()).toMatchObject({
      iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      aud: app.clientId,
      tid: tenantId,
      preferred_username: users[0]?.userPrincipalName,
      nonce: checks.expectedNonce,
    });
    expect(tokens.expiresIn()).toBeGreaterThan(3590);
    const again = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '', { scope });
    expect(again.claims()?.sub).toBe(tokens.claims()?.sub);
    expect(again.refresh_token).not.toBe(tokens.refresh_token);
  });

  test('takes code and id token together, tied by c_hash', async () => {
    const config = await configured();
    oidc.useCodeIdTokenResponseType(config);
    const { address, checks } = await begin(config);
    const tokens = await oidc.authorizationCodeGrant(config, backFrom(await visit(address, 'integration@', 'I have approved')), checks);
    expect(tokens.claims()?.['tid']).toBe(accountOf().tenantId);
  });

  test('gets a token for the app alone', async () => {
    const tokens = await oidc.clientCredentialsGrant(await configured(), { scope: `${partnerCenterAudience}/.default` });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    expect(tokens.refresh_token).toBeUndefined();
  });

  test('hears that the person denied, or must ask an administrator', async () => {
    const config = await configured();
    const denied = await begin(config, { prompt: 'consent' });
    const page = await visit(denied.address, 'integration@', 'I have approved', 'Deny');
    await expect(oidc.authorizationCodeGrant(config, backFrom(page), denied.checks)).rejects.toMatchObject({ error: 'access_denied' });
    await box.send('POST', 'identity', { account: 'pc-1', consented: false });
    const asked = await begin(config);
    const approval = await visit(asked.address, 'helpdesk@', 'I have approved', 'without granting consent');
    await expect(oidc.authorizationCodeGrant(config, backFrom(approval), asked.checks)).rejects.toMatchObject({
      error: 'access_denied',
      error_description: expect.stringContaining('AADSTS90094') as string,
    });
  });

  test('reads refusals of the token endpoint', async () => {
    const asked = { scope: `${partnerCenterAudience}/.default` };
    await expect(oidc.clientCredentialsGrant(await configured({ secret: 'wrong' }), asked)).rejects.toMatchObject({
      status: 401,
      error: 'invalid_client',
    });
    const config = await configured();
    await expect(oidc.refreshTokenGrant(config, 'nothing', { scope })).rejects.toMatchObject({ error: 'invalid_grant' });
    await box.send('POST', 'identity', { errors: { '*': 700082 } });
    await expect(oidc.refreshTokenGrant(config, 'nothing', { scope })).rejects.toMatchObject({
      error: 'invalid_grant',
      cause: expect.objectContaining({ error_codes: [700082], suberror: 'bad_token' }) as unknown,
    });
  });

  test.each([
    ['global', 'login.microsoftonline.com'],
    ['usGovernment', 'login.microsoftonline.us'],
    ['china', 'login.partner.microsoftonline.cn'],
  ])('the %s cloud names itself and signs with keys of its own', async (cloud, host) => {
    const account = box.sandbox.world.tables.partnerAccounts.all().find((one) => one.cloud === cloud);
    const config = await configured({ id: account?.id ?? '', host });
    const { issuer, jwks_uri, token_endpoint, authorization_endpoint } = config.serverMetadata();
    expect(issuer).toBe(`https://${host}/${account?.tenantId ?? ''}/v2.0`);
    for (const address of [jwks_uri, token_endpoint, authorization_endpoint]) expect(new URL(address ?? '').host).toBe(host);
    const audience = cloud === 'china' ? 'https://partner.partnercenterapi.microsoftonline.cn' : partnerCenterAudience;
    const { access_token } = await oidc.clientCredentialsGrant(config, { scope: `${audience}/.default` });
    const keys = createRemoteJWKSet(new URL(jwks_uri ?? ''), { [joseFetch]: (url) => underRealNames(box.url)(url) });
    const { payload } = await jwtVerify(access_token, keys, { issuer, audience });
    expect(payload['tid']).toBe(account?.tenantId);
    const others = (await (await underRealNames(box.url)(`https://${otherThan(host)}/common/discovery/v2.0/keys`)).json()) as {
      keys: { kid: string }[];
    };
    expect(others.keys.map(({ kid }) => kid)).not.toContain(decodeProtectedHeader(access_token).kid);
  });
});

const otherThan = (host: string): string =>
  host === 'login.microsoftonline.com' ? 'login.microsoftonline.us' : 'login.microsoftonline.com';
