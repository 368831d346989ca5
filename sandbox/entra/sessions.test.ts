import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Person } from '../strangers/person.ts';
import { aSandbox, type TestSandbox } from '../testing.ts';
import { codeOf, errorOf, Visits } from './visits.ts';

let box: TestSandbox;
beforeAll(async () => {
  box = await aSandbox();
});
afterAll(() => box.sandbox.close());
beforeEach(() => box.send('POST', 'reset', { startsAt: '2026-11-21T10:00:00Z' }));

const visits = new Visits(() => box);

/** A browser in which the integration user has signed in. */
async function signedIn(): Promise<Person> {
  const person = new Person();
  const back = await person.clicks(await person.open(visits.address()), 'integration@northwindcloud.', 'I have approved');
  expect(codeOf(back)).not.toBe('');
  return person;
}

describe('a browser in which somebody signed in', () => {
  test('goes straight back with a code, by prompt=none too', async () => {
    const person = await signedIn();
    expect(codeOf(await person.open(visits.address()))).not.toBe('');
    const { status } = await visits.redeem(codeOf(await person.open(visits.address({ prompt: 'none' }))));
    expect(status).toBe(200);
  });

  test('asks again when the app wants the account chosen or the sign-in anew', async () => {
    const person = await signedIn();
    const choice = await person.open(visits.address({ prompt: 'select_account' }));
    expect(choice.text).toContain('Signed in');
    expect(codeOf(await person.click(choice, 'integration@northwindcloud.'))).not.toBe('');
    const anew = await person.click(await person.open(visits.address({ prompt: 'login' })), 'integration@northwindcloud.');
    expect(anew.text).toContain('Approve sign in request');
  });

  test('shows the consent page when the app insists, and prompt=none hears that consent is missing', async () => {
    const person = await signedIn();
    expect((await person.open(visits.address({ prompt: 'consent' }))).text).toContain('Permissions requested');
    await box.send('POST', 'identity', { account: 'pc-1', consented: false });
    expect(errorOf(await person.open(visits.address({ prompt: 'none' })))).toBe('invalid_grant AADSTS65001');
  });

  test('is asked for an account where that person is nobody', async () => {
    const person = await signedIn();
    const elsewhere = visits.address({}, visits.account('pc-2').tenantId);
    expect((await person.open(elsewhere)).text).toContain('Pick an account');
    expect(errorOf(await person.open(`${elsewhere}&prompt=none`))).toBe('interaction_required AADSTS16000');
    const other = visits.address({ prompt: 'none', login_hint: 'helpdesk@northwindcloud.onmicrosoft.com' });
    expect(errorOf(await person.open(other))).toBe('login_required AADSTS50058');
  });

  test('is forgotten after a day, after signing out, and when the sessions are revoked', async () => {
    const silent = visits.address({ prompt: 'none' });
    const person = await signedIn();
    const out = await person.open(
      visits.address({ post_logout_redirect_uri: 'http://localhost:9999/bye', state: '1' }, 'common', 'oauth2/v2.0/logout'),
    );
    expect(out.location?.toString()).toBe('http://localhost:9999/bye?state=1');
    expect(errorOf(await person.open(silent))).toBe('login_required AADSTS50058');
    const second = await signedIn();
    await box.send('POST', 'identity', { account: 'pc-1', revokeRefreshTokens: true });
    expect(errorOf(await second.open(silent))).toBe('login_required AADSTS50058');
    const third = await signedIn();
    await box.send('POST', 'clock', { step: 'PT25H' });
    expect(errorOf(await third.open(silent))).toBe('login_required AADSTS50058');
  });

  test('keeps nothing when single sign-on is switched off', async () => {
    await box.send('POST', 'identity', { singleSignOn: false });
    const person = await signedIn();
    expect((await person.open(visits.address())).text).toContain('Pick an account');
  });

  test('a cookie that somebody made up is nobody', async () => {
    const answer = await fetch(visits.address({ prompt: 'none' }), { redirect: 'manual', headers: { cookie: 'ESTSAUTH=0.ASmade-up' } });
    expect(answer.headers.get('location')).toContain('login_required');
  });

  test('its cookie stays below the sign-in host', async () => {
    const person = await signedIn();
    const page = await person.click(await person.open(visits.address({ prompt: 'login' })), 'helpdesk@northwindcloud.');
    const answer = await fetch(page.url, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams([
        ...new URL(page.url).searchParams,
        ['user', 'helpdesk@northwindcloud.onmicrosoft.com'],
        ['mfa', 'approved'],
      ]),
    });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^ESTSAUTH=[^;]+; Path=\/login\.microsoftonline\.com\/; HttpOnly; SameSite=Lax; Max-Age=86400$/,
    );
  });
});
