import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { getMe, signIn } from '#contract/sign-in.ts';
import { type FakeApi, installFakeApi, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { SignInPage, safeNext } from './sign-in-page.tsx';

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
});
afterEach(() => {
  api.uninstall();
});
const at = '/sign-in';
const enter = async () => {
  await page.getByLabelText('E-mail').fill('ana@partner.example');
  await page.getByLabelText('Password').fill('wrong or right');
  await page.getByRole('button', { name: 'Sign in' }).click();
};

test('after signing in people are where they wanted to be', async () => {
  api.on(signIn, aPerson());
  const { address } = await renderPage(<SignInPage />, { at: '/sign-in?next=/customers?q=cont' });

  await enter();

  await expect.poll(address).toBe('/customers?q=cont');
  expect(api.seen(signIn)[0]?.body).toEqual({ email: 'ana@partner.example', password: 'wrong or right' });
});

test('a wrong password is told without saying which part was wrong', async () => {
  api.on(signIn, new Refused('sign_in_failed', 'Check both and try again.'));
  await renderPage(<SignInPage />, { at });

  await enter();

  await expect.element(page.getByText('That e-mail and password do not match')).toBeVisible();
});

test('empty fields are named, and nothing is sent', async () => {
  await renderPage(<SignInPage />, { at });

  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect.element(page.getByText('Enter your e-mail.')).toBeVisible();
  await expect.element(page.getByText('Enter your password.')).toBeVisible();
  expect(api.seen(signIn)).toEqual([]);
});

test.each([
  ['/customers', '/customers'],
  ['https://evil.example/', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  [undefined, '/'],
])('the address after signing in stays in this app: %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});

testLooks(
  'the sign-in page',
  () => <SignInPage />,
  () => expect.element(page.getByLabelText('Password')).toBeVisible(),
  { at },
);
