import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Page, Person } from '../strangers/person.ts';
import { aSandbox, type TestSandbox } from '../testing.ts';

let box: TestSandbox;
beforeAll(async () => {
  box = await aSandbox();
});
afterAll(() => box.sandbox.close());
beforeEach(() => box.send('POST', 'reset', { startsAt: '2026-11-21T10:00:00Z' }));

const redirect = 'http://localhost:9999/back';
const verifier = 'a-verifier-that-is-long-enough-for-the-rules-of-pkce-0123456789';
const challenge = createHash('sha256').update(verifier).digest('base64url');

const account = (id = 'pc-1') => {
  const found = box.sandbox.world.tables.partnerAccounts.get(id);
  if (found === undefined) throw new Error('No account');
  return found;
};

const address = (fields: Record<string, string> = {}, tenant = account().tenantId): string => {
  const query = new URLSearchParams({
    client_id: account().app.clientId,
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'https://api.partnercenter.microsoft.com/user_impersonation openid offline_access',
    state: 'abc',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    prompt: 'consent',
    ...fields,
  });
  return `${box.url}/login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize?${query.toString()}`;
};

const open = async (url: string): Promise<Page> => new Person().open(url);
const click = async (page: Page, words: string, typed: Readonly<Record<string, string>> = {}): Promise<Page> =>
  new Person().click(page, words, typed);

const redeem = (code: string, fields: Record<string, string> = {}) =>
  box.token(
    'pc-1',
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirect,
      code_verifier: verifier,
      scope: 'https://api.partnercenter.microsoft.com/.default',
      ...fields,
    },
    'v2',
  );

async function signIn(url = address()): Promise<string> {
  const accept = await click(await click(await open(url), 'integration@northwindcloud.'), 'I have approved');
  const back = await click(accept, 'Accept');
  return back.location?.searchParams.get('code') ?? '';
}

describe('signing in by the pages', () => {
  test('account, second factor, consent, and back with code and state', async () => {
    const first = await open(address());
    expect(first.text).toContain('Pick an account');
    const second = await click(first, 'integration@northwindcloud.');
    expect(second.text).toContain('Approve sign in request');
    const third = await click(second, 'I have approved');
    expect(third.text).toContain('Permissions requested for your organisation');
    const back = await click(third, 'Accept');
    expect(back.status).toBe(302);
    expect(back.location?.origin).toBe('http://localhost:9999');
    expect(back.location?.searchParams.get('state')).toBe('abc');
    const { status, body } = await redeem(back.location?.searchParams.get('code') ?? '');
    expect(status).toBe(200);
    expect(body).toHaveProperty('refresh_token');
    expect(decodeJwt(String(body['access_token']))['amr']).toEqual(['pwd', 'mfa']);
    expect(decodeJwt(String(body['id_token']))).toMatchObject({
      aud: account().app.clientId,
      preferred_username: account().users[0]?.userPrincipalName,
    });
  });

  test('a user without second factor gets a token without the claim', async () => {
    const back = await click(await click(await open(address()), 'no-mfa@northwindcloud.'), 'Accept');
    const { body } = await redeem(back.location?.searchParams.get('code') ?? '');
    expect(decodeJwt(String(body['access_token']))['amr']).toEqual(['pwd']);
  });

  test('nothing is asked again once the app has consent and nobody insists', async () => {
    const page = await click(await click(await open(address({ prompt: '' })), 'integration@northwindcloud.'), 'I have approved');
    expect(page.location?.searchParams.get('code')).toBeTruthy();
  });

  test('denied and cancelled come back as errors with the state', async () => {
    const consent = await click(await click(await open(address()), 'integration@northwindcloud.'), 'I have approved');
    const denied = await click(consent, 'Deny');
    expect(denied.location?.searchParams.get('error')).toBe('access_denied');
    expect(denied.location?.searchParams.get('error_description')).toContain('AADSTS65004');
    const cancelled = await click(await open(address()), 'Cancel');
    expect(cancelled.location?.searchParams.get('error_subcode')).toBe('cancel');
    expect(cancelled.location?.searchParams.get('state')).toBe('abc');
  });

  test('somebody of another organisation is told so and goes nowhere', async () => {
    const page = await click(await open(address()), 'integration@northwindcloudwest.');
    expect(page.status).toBe(400);
    expect(page.text).toContain('AADSTS50020');
  });

  test('without consent, only an administrator may give it', async () => {
    await box.send('POST', 'identity', { account: 'pc-1', consented: false });
    const approval = await click(await click(await open(address()), 'helpdesk@northwindcloud.'), 'I have approved');
    expect(approval.text).toContain('Need admin approval');
    const helper = await click(approval, 'without granting consent');
    expect(helper.location?.searchParams.get('error_description')).toContain('AADSTS90094');
    expect(account().app.consented).toBe(false);
    expect(await signIn()).not.toBe('');
    expect(account().app.consented).toBe(true);
  });

  test('form_post brings code and state in a form', async () => {
    const consent = await click(
      await click(await open(address({ response_mode: 'form_post' })), 'integration@northwindcloud.'),
      'I have approved',
    );
    const page = await click(consent, 'Accept');
    expect(page.text).toContain(`action="${redirect}"`);
    expect(page.text).toMatch(/name="code" value="[^"]+"/);
  });

  test.each([
    ['an unknown app', { client_id: '11111111-1111-4111-8111-111111111111' }, 'AADSTS700016'],
    ['a redirect address on a foreign plain host', { redirect_uri: 'http://example.com/back' }, 'AADSTS50011'],
  ])('%s stays on an error page', async (_name, fields, text) => {
    const page = await open(address(fields));
    expect(page.status).toBe(400);
    expect(page.text).toContain(text);
  });

  test('texts in the address cannot become markup', async () => {
    const page = await open(address({ state: '"><script>alert(1)</script>' }));
    expect(page.text).not.toContain('<script>alert');
  });

  test('silent sign-in is refused back to the app', async () => {
    expect((await open(address({ prompt: 'none' }))).location?.searchParams.get('error')).toBe('login_required');
  });
});

describe('codes', () => {
  const refused = async (code: string, fields: Record<string, string> = {}): Promise<unknown> =>
    ((await redeem(code, fields)).body['error_codes'] as number[] | undefined)?.[0];

  test('work once', async () => {
    const code = await signIn();
    expect((await redeem(code)).status).toBe(200);
    expect(await refused(code)).toBe(54005);
  });

  test('need the verifier and the same redirect address', async () => {
    const code = await signIn();
    expect(await refused(code, { code_verifier: 'another' })).toBe(50148);
    expect(await refused(code, { redirect_uri: 'http://localhost:9999/other' })).toBe(50011);
  });

  test('last ten minutes', async () => {
    const code = await signIn();
    await box.send('POST', 'clock', { step: 'PT11M' });
    expect(await refused(code)).toBe(70008);
  });
});

describe('admin consent', () => {
  const customer = () => {
    const [, found] = box.sandbox.world.tables.customers.all();
    if (found === undefined) throw new Error('No customer');
    return found;
  };
  const fields = () => new URLSearchParams({ client_id: account().app.clientId, redirect_uri: redirect, state: 's' });
  const ask = (tenant: string, path = 'adminconsent', more = ''): Promise<Page> =>
    open(`${box.url}/login.microsoftonline.com/${tenant}/${path}?${fields().toString()}${more}`);

  test('an administrator of a customer consents, and the app hears in which tenant', async () => {
    const page = await click(await ask(customer().id), 'admin@');
    expect(page.text).toContain('Permissions requested for your organisation');
    const back = await click(page, 'Accept');
    expect(Object.fromEntries(back.location?.searchParams ?? [])).toEqual({ admin_consent: 'True', tenant: customer().id, state: 's' });
    expect(box.sandbox.world.tables.applicationConsents.by('customerId', customer().id)).toHaveLength(1);
  });

  test('v1 and v2 say in their own words that he denied', async () => {
    const v1 = await click(await click(await ask(customer().id), 'admin@'), 'Deny');
    expect(Object.fromEntries(v1.location?.searchParams ?? [])).toMatchObject({ error: 'access_denied', state: 's' });
    const scope = '&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default';
    const v2 = await click(await click(await ask('organizations', 'v2.0/adminconsent', scope), 'integration@'), 'Deny');
    expect(Object.fromEntries(v2.location?.searchParams ?? [])).toMatchObject({
      error: 'consent_required',
      error_description: expect.stringContaining('AADSTS65004') as unknown,
      tenant: account().tenantId,
    });
  });

  test('somebody without the role may not, nor the administrator of another organisation', async () => {
    const { people } = { people: (await ask(customer().id)).text.matchAll(/name="user" value="([^"]+)"/g) };
    const [, ordinary] = [...people].map(([, name = '']) => name);
    expect((await click(await ask(customer().id), ordinary ?? 'nobody')).text).toContain('AADSTS90094');
    const stranger = await click(await ask(customer().id), 'Next', { user: account().users[0]?.userPrincipalName ?? '' });
    expect(stranger.text).toContain('AADSTS50020');
    expect(box.sandbox.world.tables.applicationConsents.by('customerId', customer().id)).toEqual([]);
  });

  test('nobody is sent to an address that the app did not register', async () => {
    const page = await open(
      `${box.url}/login.microsoftonline.com/${customer().id}/adminconsent?client_id=${account().app.clientId}&redirect_uri=http%3A%2F%2Fevil.example`,
    );
    expect(page.text).toContain('AADSTS50011');
  });
});
