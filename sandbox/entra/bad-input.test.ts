import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSandbox, type TestSandbox } from '../testing.ts';
import { Visits } from './visits.ts';

let box: TestSandbox;
beforeAll(async () => {
  box = await aSandbox();
});
afterAll(() => box.sandbox.close());

const visits = new Visits(() => box);
const happened = (): number => box.sandbox.world.events.length;

const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '%',
    '%zz',
    '<script>',
    "' or 1=1",
    '../..',
    'null',
    '[]',
    '{}',
    '9'.repeat(5000),
    '🦊',
    'https:',
    'http://localhost.evil.example',
  ),
);
const fieldsOf = (names: readonly string[]) => fc.dictionary(fc.constantFrom(...names), odd, { maxKeys: names.length });

describe('bad input', () => {
  test('at the token endpoint: refused in the documented form, and nothing happened', async () => {
    const names = [
      'grant_type',
      'code',
      'refresh_token',
      'redirect_uri',
      'scope',
      'resource',
      'code_verifier',
      'client_id',
      'client_secret',
    ];
    const kinds = fc.constantFrom('authorization_code', 'refresh_token', 'client_credentials', 'password', undefined);
    const paths = fc.constantFrom('oauth2/token', 'oauth2/v2.0/token');
    await fc.assert(
      fc.asyncProperty(fieldsOf(names), kinds, paths, async (fields, kind, path) => {
        const before = happened();
        const all = { ...fields, ...(kind === undefined ? {} : { grant_type: kind }), client_secret: fields['client_secret'] ?? 'wrong' };
        const { status, body } = await visits.token(visits.account().tenantId, all, path);
        expect([400, 401]).toContain(status);
        expect(Object.keys(body)).toEqual(
          expect.arrayContaining(['error', 'error_description', 'error_codes', 'timestamp', 'trace_id', 'correlation_id']),
        );
        expect(happened()).toBe(before);
      }),
      { numRuns: 80, seed: 3 },
    );
  });

  test('a right app with a wrong code or refresh token changes nothing either', async () => {
    await fc.assert(
      fc.asyncProperty(odd, fc.constantFrom('code', 'refresh_token'), async (text, name) => {
        const before = happened();
        const grant = name === 'code' ? 'authorization_code' : 'refresh_token';
        const { status, body } = await visits.token('common', { grant_type: grant, [name]: text });
        expect([status, body['error']]).toEqual([400, 'invalid_grant']);
        expect(happened()).toBe(before);
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  test('at the pages: a page or a way back to an address that may be used, and nothing happened', async () => {
    const names = [
      'client_id',
      'redirect_uri',
      'response_type',
      'response_mode',
      'scope',
      'prompt',
      'login_hint',
      'state',
      'nonce',
      'code_challenge_method',
    ];
    const paths = fc.constantFrom('oauth2/authorize', 'oauth2/v2.0/authorize', 'adminconsent', 'v2.0/adminconsent');
    await fc.assert(
      fc.asyncProperty(fieldsOf(names), paths, fc.constantFrom('GET', 'POST'), async (fields, path, method) => {
        const before = happened();
        const address = new URL(visits.address({}, undefined, path));
        for (const [name, value] of Object.entries(fields)) address.searchParams.set(name, value);
        const sent = method === 'GET' ? { method } : { method, body: new URLSearchParams(address.search) };
        const answer = await fetch(address, { ...sent, redirect: 'manual' });
        expect([200, 302, 400]).toContain(answer.status);
        if (answer.status === 302) expect(answer.headers.get('location')).toMatch(/^(https:\/\/|http:\/\/localhost[:/])/);
        expect(await answer.text()).not.toContain('<script>');
        expect(happened()).toBe(before);
      }),
      { numRuns: 80, seed: 5 },
    );
  });

  test.each(['Basic !!!', `Basic ${Buffer.from('%zz:%').toString('base64')}`, 'Basic ', 'Bearer x'])('with %s', async (authorization) => {
    const answer = await fetch(`${box.url}/login.microsoftonline.com/common/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect([400, 401]).toContain(answer.status);
    expect(await answer.json()).toHaveProperty('error_codes');
  });

  test('a body that is no form is told what is missing', async () => {
    const answer = await fetch(`${box.url}/login.microsoftonline.com/common/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"grant_type":"client_credentials"}',
    });
    expect(await answer.json()).toMatchObject({ error: 'invalid_request', error_codes: [900144] });
  });

  test('another app of this world cannot redeem what was not given to it', async () => {
    const { body } = await box.get('credentials');
    const { partnerAccounts } = body as { partnerAccounts: { id: string; refreshToken: string }[] };
    const refreshToken = partnerAccounts.find(({ id }) => id === 'pc-2')?.refreshToken ?? '';
    const answer = await visits.token('common', { grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(answer.body).toMatchObject({ error: 'invalid_grant' });
  });
});
