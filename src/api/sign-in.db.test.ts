import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ask, problemOf } from '../../test/support/ask.ts';
import { aFolder } from '../../test/support/folder.ts';
import { aPersonOf } from '../../test/support/make.ts';
import { aServer } from '../../test/support/serve.ts';
import { ensureFirstOwner, makeLink } from '../features/people/index.ts';

const folder = aFolder();
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'index.html'), '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><title>Concord</title>');
writeFileSync(join(folder, 'assets', 'app-1.js'), 'export {};');
const { call, open, context, clock, url } = await aServer({ browserFolder: folder });

const aLink = async (): Promise<string> => `/sign-in?token=${await makeLink(context, await ensureFirstOwner(context))}`;
const cookieOf = (header: unknown): string => String(header).split(';')[0] ?? '';

describe('the one-time link', () => {
  test('signs in, leads to the overview, and works once', async () => {
    const link = await aLink();

    const first = await open(link);
    const cookie = cookieOf(first.headers['set-cookie']);

    expect([first.status, first.headers['location'], first.headers['referrer-policy']]).toEqual([303, '/', 'no-referrer']);
    expect((await call('GET', '/me', { headers: { cookie } })).body).toMatchObject({ name: 'Owner', role: 'owner' });
    const second = await open(link);
    expect([second.status, second.headers['set-cookie']]).toEqual([410, undefined]);
    expect(second.text).toContain('bin/concord sign-in-link');
  });

  test('opened by two at once signs one in', async () => {
    const link = await aLink();

    const answers = await Promise.all(Array.from({ length: 6 }, () => open(link)));

    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(5);
  });

  test('is over after a day', async () => {
    const link = await aLink();
    await clock.advance(24 * 3_600_000);

    expect((await open(link)).status).toBe(410);
  });

  test.each(['', 'x', 'made-up', '%00', "' or 1=1", '../..'])('with the token %j signs nobody in', async (token) => {
    const answer = await open(`/sign-in?token=${token}`);

    expect(answer.status).toBeLessThan(500);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('leads nowhere else, whatever stands in the address', async () => {
    const link = await aLink();

    expect((await open(`${link}&next=https://evil.example&redirect=//evil.example`)).headers['location']).toBe('/');
  });
});

describe('the login', () => {
  test('is a cookie that scripts and other sites cannot have', async () => {
    const answer = await open(await aLink());

    expect(String(answer.headers['set-cookie'])).toMatch(/^concord=[\w-]{22,}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('behind https has the __Host- name and is Secure', async () => {
    const secure = await aServer({ baseUrl: 'https://concord.example' });
    const link = `/sign-in?token=${await makeLink(secure.context, await ensureFirstOwner(secure.context))}`;

    const answer = await secure.open(link);

    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-concord=.*; Path=\/; .*Secure; SameSite=Lax$/);
    expect(String(answer.headers['set-cookie'])).not.toContain('Domain=');
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000');
  });

  test('ends after half an hour without a call, not while it is used, and after twelve hours in any case', async () => {
    const idle = await aPersonOf(context, 'owner');
    await clock.advance(31 * 60_000);
    expect((await call('GET', '/me', { as: idle })).status).toBe(401);

    const busy = await aPersonOf(context, 'owner');
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      await clock.advance(20 * 60_000);
      expect((await call('GET', '/me', { as: busy })).status).toBe(200);
    }
    await clock.advance(20 * 60_000);
    expect((await call('GET', '/me', { as: busy })).status).toBe(401);
  });

  test.each(['platformAdmin', 'finance'] as const)('of %s ends after a quarter of an hour without a call', async (role) => {
    const person = await aPersonOf(context, role);
    await clock.advance(16 * 60_000);

    expect((await call('GET', '/me', { as: person })).status).toBe(401);
  });

  test('that was signed out opens nothing any more', async () => {
    const person = await aPersonOf(context, 'operator');

    const answer = await call('DELETE', '/logins/current', { as: person });

    expect([answer.status, String(answer.headers['set-cookie'])]).toEqual([204, expect.stringMatching(/^concord=; Max-Age=0;/) as string]);
    expect((await call('GET', '/me', { as: person })).status).toBe(401);
  });
});

describe('e-mail and password', () => {
  const password = 'four words make a phrase';
  const signIn = (email: string, given: string) => call('POST', '/logins', { body: { email, password: given } });
  const withPassword = async (): Promise<string> => {
    const person = await aPersonOf(context, 'operator');
    const { body } = await call('POST', '/me/password', { as: person, body: { password } });
    return (body as { email: string }).email;
  };

  test('sign in, in any case of the address', async () => {
    const email = await withPassword();
    const answer = await signIn(email.toUpperCase(), password);

    expect([answer.status, answer.body]).toMatchObject([200, { email, hasPassword: true }]);
    expect((await call('GET', '/me', { headers: { cookie: cookieOf(answer.headers['set-cookie']) } })).status).toBe(200);
  });

  test('an unknown address and a wrong password are answered alike', async () => {
    const email = await withPassword();
    const [wrong, unknown] = [await signIn(email, 'another phrase entirely'), await signIn('nobody@contoso.com', password)];
    const plain = (answer: typeof wrong) => ({ ...problemOf(answer), requestId: '' });

    expect(plain(wrong)).toEqual(plain(unknown));
    expect(wrong.status).toBe(401);
  });

  test('ten wrong tries lock the account for a quarter of an hour, for the right password too', async () => {
    const email = await withPassword();
    for (let n = 0; n < 10; n += 1) expect(problemOf(await signIn(email, `wrong phrase number ${n}`)).code).toBe('sign_in_failed');

    expect(problemOf(await signIn(email, password))).toMatchObject({ status: 429, code: 'locked_out' });
    await clock.advance(15 * 60_000 + 1);
    expect((await signIn(email, password)).status).toBe(200);
  });

  test.each(['short', 'passwordpassword1', 'aaaaaaaaaaaaaaaaaaaa'])('%j is no password to set', async (weak) => {
    const person = await aPersonOf(context, 'operator');

    expect(problemOf(await call('POST', '/me/password', { as: person, body: { password: weak } }))).toMatchObject({
      status: 422,
      code: 'invalid',
    });
  });

  test('no password is in the audit trail', async () => {
    await withPassword();
    const owner = await aPersonOf(context, 'owner');

    expect((await call('GET', '/audit-events?limit=200', { as: owner })).text).not.toContain(password);
  });
});

describe('the pages', () => {
  test('any address is the one page, fresh each time, with a nonce of its own', async () => {
    const pages = await Promise.all(['/', '/customers', '/reconciliation/differences?state=open', '/sign-in'].map((path) => open(path)));
    const nonces = pages.map(({ text }) => /content="([^"]+)"/.exec(text)?.[1] ?? '');

    expect(pages.map(({ status, headers }) => [status, headers['cache-control']])).toEqual(pages.map(() => [200, 'no-store']));
    expect(new Set(nonces).size).toBe(pages.length);
    for (const [at, { headers }] of pages.entries()) expect(headers['content-security-policy']).toContain(`'nonce-${nonces[at] ?? ''}'`);
  });

  test('the policy lets in only what is ours: no inline script, no frame, no foreign host', async () => {
    const policy = String((await open('/')).headers['content-security-policy']);

    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  test('hashed files are kept for a year; one that is not there is a problem', async () => {
    const script = await open('/assets/app-1.js');

    expect([script.status, script.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(problemOf(await open('/assets/app-2.js')).code).toBe('not_found');
    expect((await open('/assets/..%2findex.html')).status).toBeGreaterThanOrEqual(400);
  });

  test('a site without a built app says how to build it; its API works', async () => {
    const bare = await aServer();

    expect(problemOf(await bare.open('/')).detail).toContain('npm run build');
    expect((await bare.call('GET', '/openapi.json')).status).toBe(200);
  });
});

describe('health', () => {
  test('alive without a question, ready only when everything is', async () => {
    const checks = [
      { name: 'database', ok: true, detail: 'ok' },
      { name: 'worker', ok: false, detail: 'No worker has been seen for half a minute.' },
    ];
    const sick = await aServer({ health: { ready: () => Promise.resolve(checks), metrics: () => Promise.resolve('up 1\n') } });

    expect((await sick.open('/healthz')).body).toEqual({ status: 'alive' });
    expect(await sick.open('/readyz')).toMatchObject({ status: 503, body: { status: 'not ready', checks } });
    expect(await open('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(await sick.open('/metrics')).toMatchObject({ status: 200, text: 'up 1\n' });
  });

  test('is for GET', async () => {
    expect((await ask(`${url}/healthz`, 'POST')).status).toBe(404);
  });
});
