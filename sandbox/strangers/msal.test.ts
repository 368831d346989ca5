import { ConfidentialClientApplication, CryptoProvider, type INetworkModule } from '@azure/msal-node';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSandbox, partnerCenterAudience, type TestSandbox } from '../testing.ts';
import { Person } from './person.ts';
import { underRealNames } from './real-names.ts';

let box: TestSandbox;
beforeAll(async () => {
  // The library compares with the machine's clock.
  box = await aSandbox({ startsAt: new Date().toISOString() });
});
afterAll(() => box.sandbox.close());

const redirectUri = 'http://localhost:9999/back';

const network = (): INetworkModule => {
  const send = underRealNames(box.url);
  const read = async (answer: Response) => ({
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: (await answer.json()) as never, // The library names the type of each body itself.
  });
  return {
    sendGetRequestAsync: async (url, options) => read(await send(url, { headers: options?.headers })),
    sendPostRequestAsync: async (url, options) => read(await send(url, { method: 'POST', headers: options?.headers, body: options?.body })),
  };
};

const accountOf = (id = 'pc-1') => {
  const found = box.sandbox.world.tables.partnerAccounts.get(id);
  if (found === undefined) throw new Error(`No account ${id}`);
  return found;
};

const hosts = {
  global: 'login.microsoftonline.com',
  usGovernment: 'login.microsoftonline.us',
  china: 'login.partner.microsoftonline.cn',
} as const;

function application({ id = 'pc-1', tenant, secret }: { id?: string; tenant?: string; secret?: string } = {}) {
  const { app, tenantId, cloud } = accountOf(id);
  if (cloud === 'germany') throw new Error('That cloud is closed');
  return new ConfidentialClientApplication({
    auth: {
      clientId: app.clientId,
      clientSecret: secret ?? app.clientSecret,
      authority: `https://${hosts[cloud]}/${tenant ?? tenantId}`,
      ...(cloud === 'china' ? { knownAuthorities: [hosts.china] } : {}),
    },
    system: { networkClient: network() },
  });
}

const scopes = [`${partnerCenterAudience}/user_impersonation`];

/** What the integration user does in the browser. */
async function signIn(address: string): Promise<string> {
  const person = new Person(underRealNames(box.url));
  const page = await person.click(await person.open(address), 'integration@');
  const back = await person.click(page, 'I have approved');
  const done = back.location === undefined ? await person.click(back, 'Accept') : back;
  return done.location?.searchParams.get('code') ?? '';
}

async function signedIn(client: ConfidentialClientApplication) {
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const nonce = new CryptoProvider().createNewGuid();
  const address = await client.getAuthCodeUrl({
    scopes,
    redirectUri,
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    state: 's',
    nonce,
  });
  const code = await signIn(address);
  return client.acquireTokenByCode({ code, scopes, redirectUri, codeVerifier: verifier, nonce, state: 's' }, { code, state: 's', nonce });
}

describe('@azure/msal-node', () => {
  test.each(['the own tenant', 'organizations', 'common'])('signs a person in by code and PKCE at %s', async (where) => {
    const account = accountOf();
    const result = await signedIn(application(where === 'the own tenant' ? {} : { tenant: where }));
    expect(result.tenantId).toBe(account.tenantId);
    expect(result.account).toMatchObject({
      homeAccountId: `${account.users[0]?.objectId ?? ''}.${account.tenantId}`,
      username: account.users[0]?.userPrincipalName,
      environment: 'login.windows.net',
    });
    expect(result.scopes).toContain(`${partnerCenterAudience}/user_impersonation`);
    expect(decodeJwt(result.accessToken)).toMatchObject({ aud: partnerCenterAudience, scp: 'user_impersonation', ver: '2.0' });
  });

  test('takes tokens from its cache, then by the refresh token, also for another audience', async () => {
    const client = application();
    const { account, accessToken } = await signedIn(client);
    if (account === null) throw new Error('Nobody');
    const again = await client.acquireTokenSilent({ account, scopes });
    expect(again).toMatchObject({ fromCache: true, accessToken });
    const fresh = await client.acquireTokenSilent({ account, scopes, forceRefresh: true });
    expect(fresh.fromCache).toBe(false);
    expect(fresh.accessToken).not.toBe(accessToken);
    const graph = await client.acquireTokenSilent({ account, scopes: ['https://graph.microsoft.com/User.Read'] });
    expect(decodeJwt(graph.accessToken)).toMatchObject({ aud: 'https://graph.microsoft.com' });
  });

  test('redeems a refresh token that was kept elsewhere, in the tenant of a customer too', async () => {
    const customer = box.sandbox.world.tables.gdap.by('accountId', 'pc-1').find((row) => row.status === 'active');
    const { body } = await box.get('credentials');
    const { partnerAccounts } = body as { partnerAccounts: { id: string; refreshToken: string }[] };
    const refreshToken = partnerAccounts.find(({ id }) => id === 'pc-1')?.refreshToken ?? '';
    const own = await application().acquireTokenByRefreshToken({ refreshToken, scopes: [`${partnerCenterAudience}/.default`] });
    expect(own?.account?.username).toBe(accountOf().users[0]?.userPrincipalName);
    const there = await application({ tenant: customer?.customerId ?? '' }).acquireTokenByRefreshToken({
      refreshToken,
      scopes: ['https://graph.microsoft.com/.default'],
    });
    expect(decodeJwt(there?.accessToken ?? '')).toMatchObject({ tid: customer?.customerId, aud: 'https://graph.microsoft.com' });
  });

  test.each(['pc-1', 'pc-2'])('gets a token for the app of %s alone, and the same again from its cache', async (id) => {
    const client = application({ id });
    const asked = { scopes: [`${partnerCenterAudience}/.default`] };
    const first = await client.acquireTokenByClientCredential(asked);
    expect(decodeJwt(first?.accessToken ?? '')).toMatchObject({ tid: accountOf(id).tenantId, idtyp: 'app' });
    expect(await client.acquireTokenByClientCredential(asked)).toMatchObject({ fromCache: true, accessToken: first?.accessToken });
  });

  test('works at the authorities of the other clouds', async () => {
    const others = box.sandbox.world.tables.partnerAccounts.all().filter(({ cloud }) => cloud === 'usGovernment' || cloud === 'china');
    expect(others.length).toBeGreaterThan(1);
    for (const { id, cloud, tenantId } of others) {
      const audience = cloud === 'china' ? 'https://partner.partnercenterapi.microsoftonline.cn' : partnerCenterAudience;
      const result = await application({ id }).acquireTokenByClientCredential({ scopes: [`${audience}/.default`] });
      expect(decodeJwt(result?.accessToken ?? '')).toMatchObject({ tid: tenantId, aud: audience });
    }
  });

  test('reads refusals: a wrong secret, a tenant that is none, a person who must act', async () => {
    const asked = { scopes: [`${partnerCenterAudience}/.default`] };
    await expect(application({ secret: 'wrong' }).acquireTokenByClientCredential(asked)).rejects.toMatchObject({
      errorCode: 'invalid_client',
      errorNo: 7000215,
    });
    await expect(
      application({ tenant: '00000000-0000-4000-8000-0000000000ff' }).acquireTokenByClientCredential(asked),
    ).rejects.toMatchObject({ errorCode: 'invalid_request', errorNo: 90002 });
    const client = application();
    const { account } = await signedIn(client);
    if (account === null) throw new Error('Nobody');
    await box.send('POST', 'identity', { errors: { '*': 50076 } });
    await expect(client.acquireTokenSilent({ account, scopes, forceRefresh: true })).rejects.toMatchObject({
      name: 'InteractionRequiredAuthError',
      subError: 'basic_action',
      claims: expect.stringContaining('capolids') as string,
      correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    await box.send('POST', 'identity', { errors: {} });
  });
});
