import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { beginConsent, lookAtConsentLink } from '#contract/consent.ts';
import type { ConsentRefusal } from '#model/consent.ts';
import type { ReplyOf } from '../../lib/api.ts';
import { type FakeApi, installFakeApi, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { renderPage } from '../../test/render.tsx';
import { ConsentPage } from './consent-page.tsx';

const at = '/consent/a-token-of-a-link-000000';
const path = '/consent/$token';
type View = ReplyOf<typeof lookAtConsentLink>;
const aView = (more: Partial<View> = {}): View => ({
  connectionName: 'Contoso CSP',
  purpose: 'reading',
  cloud: 'global',
  tenantId: '7f3c0000-0000-4000-8000-000000000001',
  expectedUser: 'integration@contoso.com',
  state: 'waiting',
  endsAt: '2026-11-21T11:00:00Z',
  mayBegin: true,
  permissions: [{ api: 'graph', name: 'Directory.Read.All', why: 'Licences that customers assigned to people' }],
  refusal: null,
  ...more,
});
const refused = (more: Partial<ConsentRefusal>): Partial<View> => ({
  state: 'refused',
  refusal: { code: 'wrongTenant', cause: 'It belongs elsewhere.', fix: 'Choose another.', reconsent: 'helps', ...more },
});

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(lookAtConsentLink, aView());
});
afterEach(() => {
  api.uninstall();
});
const open = () => renderPage(<ConsentPage />, { at, path });
const signIn = () => page.getByRole('button', { name: 'Sign in at Microsoft' });

test('who holds a link sees what it is for, as whom to sign in and what is asked for, before anything happens', async () => {
  await open();

  await expect.element(page.getByRole('heading', { name: 'Sign in to Microsoft for Concord' })).toBeVisible();
  await expect.element(page.getByText('integration@contoso.com')).toBeVisible();
  await expect.element(page.getByText(/Licences that customers assigned to people/)).toBeVisible();
  expect(api.seen(beginConsent)).toEqual([]);
});

test('a sign-in that was not taken says why, what to do and whether again helps', async () => {
  api.on(lookAtConsentLink, aView(refused({ remoteCode: 'AADSTS50020', correlationId: 'c-1' })));
  await open();

  await expect.element(page.getByText('That account belongs to another organisation')).toBeVisible();
  await expect.element(page.getByText('What to do: Choose another.')).toBeVisible();
  await expect.element(page.getByText('Signing in again helps. Nothing was stored.')).toBeVisible();
  await expect.element(page.getByText('AADSTS50020 · c-1')).toBeVisible();
  await expect.element(signIn()).toBeVisible();
});

test('where an administrator has to consent first, he can do it from the same page', async () => {
  api.on(lookAtConsentLink, aView(refused({ code: 'approvalNeeded', reconsent: 'afterFix' })));
  api.on(beginConsent, new Refused('link_over', 'This consent link has ended.'));
  await open();
  await page.getByRole('button', { name: 'I am an administrator: consent for everybody' }).click();

  await expect.element(page.getByText('This consent link has ended.')).toBeVisible();
  expect(api.seen(beginConsent)[0]?.body).toEqual({ purpose: 'adminConsent' });
});

test.each([
  ['received', 'Thank you, the sign-in was received', /You can close this page/],
  ['opened', 'This link cannot be used any more', /in another browser/],
  ['expired', 'This link cannot be used any more', /Ask whoever sent it/],
] as const)('a link that is %s offers no sign-in', async (state, title, text) => {
  api.on(lookAtConsentLink, aView({ state, mayBegin: false }));
  await open();

  await expect.element(page.getByRole('heading', { name: title })).toBeVisible();
  await expect.element(page.getByText(text)).toBeVisible();
  await expect.element(signIn()).not.toBeInTheDocument();
});

testLooks(
  'the page of a consent link',
  () => <ConsentPage />,
  () => expect.element(signIn()).toBeVisible(),
  { at, path },
);
