import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSandbox, partnerCenterAudience, type TestSandbox } from '../testing.ts';
import { codeOf, errorOf, Visits } from './visits.ts';

let box: TestSandbox;
beforeAll(async () => {
  box = await aSandbox();
});
afterAll(() => box.sandbox.close());

const visits = new Visits(() => box);
const signIn = (fields: Record<string, string>, tenant?: string, endpoint?: string) =>
  visits.visit(visits.address(fields, tenant, endpoint), 'integration@northwindcloud.', 'I have approved');

describe('what an app may ask the authorize page for', () => {
  test.each([
    ['no response_type', { response_type: '' }, 'invalid_request AADSTS900144'],
    ['a response_type of its own', { response_type: 'token' }, 'unsupported_response_type AADSTS700051'],
    ['an unknown response_mode', { response_mode: 'pigeon' }, 'unsupported_response_mode AADSTS70007'],
    [
      'an id token in the query',
      { response_type: 'code id_token', response_mode: 'query', nonce: 'n' },
      'unsupported_response_mode AADSTS70007',
    ],
    ['an unknown challenge method', { code_challenge_method: 'S512' }, 'invalid_request AADSTS501491'],
    ['an unknown prompt', { prompt: 'please' }, 'invalid_request AADSTS90023'],
    ['an unknown resource', { scope: 'https://example.com/.default' }, 'invalid_resource AADSTS500011'],
  ])('%s is refused to the app, with its state', async (_name, fields, error) => {
    const page = await visits.visit(visits.address(fields));
    expect(errorOf(page)).toBe(error);
    expect(page.location?.searchParams.get('state')).toBe('abc');
  });

  test('an id token without a nonce is refused in the fragment', async () => {
    const page = await visits.visit(visits.address({ response_type: 'code id_token', response_mode: 'fragment' }));
    expect(page.location?.hash).toContain('AADSTS900144');
  });

  test.each([
    ['no client_id', { client_id: '' }, 'AADSTS900144'],
    ['no redirect address that may be used', { redirect_uri: 'javascript:alert(1)' }, 'AADSTS50011'],
  ])('%s stays on a page', async (_name, fields, text) => {
    const page = await visits.visit(visits.address(fields));
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.text).toContain(text);
  });

  test('a tenant that is none stays on a page', async () => {
    expect((await visits.visit(visits.address({}, 'nowhere.example'))).text).toContain('AADSTS90002');
  });

  test('private accounts are not for partners', async () => {
    expect((await visits.visit(visits.address({}, 'consumers'))).text).toContain('not enabled for consumers');
  });

  test('tenants go by their domain too, without regard to case', async () => {
    expect(codeOf(await signIn({}, visits.account().domain.toUpperCase()))).not.toBe('');
  });

  test('login_hint skips the choice of account', async () => {
    const page = await visits.visit(visits.address({ login_hint: visits.account().users[0]?.userPrincipalName ?? '' }));
    expect(page.text).toContain('Approve sign in request');
  });

  test('a plain challenge is the verifier itself', async () => {
    const fields = { code_challenge: 'plain-words', code_challenge_method: 'plain' };
    expect((await visits.redeem(codeOf(await signIn(fields)), { code_verifier: 'plain-words' })).status).toBe(200);
    expect((await visits.redeem(codeOf(await signIn(fields)))).body['error_codes']).toEqual([50148]);
  });

  test('the nonce comes back in the id token, not in later ones', async () => {
    const { body } = await visits.redeem(codeOf(await signIn({ nonce: 'n-1' })));
    expect(decodeJwt(String(body['id_token']))['nonce']).toBe('n-1');
    const later = await box.token(
      'pc-1',
      { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']), scope: `${partnerCenterAudience}/.default openid` },
      'v2',
    );
    expect(decodeJwt(String(later.body['id_token']))).not.toHaveProperty('nonce');
  });

  test('v2 gives a refresh token for offline_access and an id token for openid', async () => {
    const { body } = await visits.redeem(codeOf(await signIn({ scope: `${partnerCenterAudience}/user_impersonation` })));
    expect(body).not.toHaveProperty('refresh_token');
    expect(body).not.toHaveProperty('id_token');
  });

  test('v1 names a resource and always gives a refresh token', async () => {
    const back = await signIn({ scope: '', resource: partnerCenterAudience }, undefined, 'oauth2/authorize');
    const { body } = await visits.redeem(codeOf(back), {}, 'v1');
    expect(body).toMatchObject({ resource: partnerCenterAudience, scope: 'user_impersonation', expires_in: '3600', token_type: 'Bearer' });
    expect(body).toHaveProperty('refresh_token');
    expect(decodeJwt(String(body['access_token']))).toMatchObject({ ver: '1.0', appid: visits.account().app.clientId });
  });

  test('the access token of one sign-in names the audience first asked for, unless the redemption names another', async () => {
    const back = await signIn({});
    const { body } = await visits.redeem(codeOf(back), { scope: 'https://graph.microsoft.com/.default' });
    expect(decodeJwt(String(body['access_token'])).aud).toBe('https://graph.microsoft.com');
  });
});

describe('what a client finds out first', () => {
  const read = async (path: string): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> => {
    const answer = await fetch(`${box.url}/login.microsoftonline.com/${path}`);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  test.each([
    ['common/v2.0', 'https://login.microsoftonline.com/{tenantid}/v2.0'],
    ['organizations/v2.0', 'https://login.microsoftonline.com/{tenantid}/v2.0'],
    ['common', 'https://sts.windows.net/{tenantid}/'],
  ])('%s names no tenant in its issuer', async (path, issuer) => {
    const { body } = await read(`${path}/.well-known/openid-configuration`);
    expect(body).toMatchObject({ issuer, tenant_region_scope: null });
  });

  test('of a tenant the issuer is that of its tokens', async () => {
    const { tenantId, domain } = visits.account();
    for (const [path, version] of [
      ['', 'v1'],
      ['/v2.0', 'v2'],
    ] as const) {
      const { body } = await read(`${domain}${path}/.well-known/openid-configuration`);
      const { body: tokens } = await visits.token(
        tenantId,
        { grant_type: 'client_credentials', resource: partnerCenterAudience, scope: `${partnerCenterAudience}/.default` },
        version === 'v1' ? 'oauth2/token' : 'oauth2/v2.0/token',
      );
      expect(decodeJwt(String(tokens['access_token'])).iss).toBe(body['issuer']);
    }
  });

  test('a tenant that is none is refused', async () => {
    expect(await read('nowhere.example/v2.0/.well-known/openid-configuration')).toMatchObject({
      status: 400,
      body: { error: 'invalid_tenant' },
    });
  });

  test('instance discovery names every cloud that answers', async () => {
    const { body } = await read(
      'common/discovery/instance?api-version=1.1&authorization_endpoint=https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    );
    const { metadata } = body as { metadata: { preferred_network: string }[] };
    expect(metadata.map((one) => one.preferred_network)).toEqual([
      'login.microsoftonline.com',
      'login.partner.microsoftonline.cn',
      'login.microsoftonline.us',
    ]);
  });

  test('other paths and verbs are refused in the form of Entra', async () => {
    expect(await read('common/oauth2/v2.0/nothing')).toMatchObject({ status: 404, body: { error: 'invalid_request' } });
    expect(await read('common/oauth2/v2.0/token')).toMatchObject({ status: 405, body: { error: 'invalid_request' } });
  });
});
