import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import {
  addAcceptanceRule,
  changeAcceptanceRule,
  listAcceptanceRules,
  removeAcceptanceRule,
  tryAcceptanceRule,
} from '#contract/acceptance-rules.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import type { Rule } from './queries.ts';
import { RulesPage } from './rules-page.tsx';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const cents: Rule = {
  id: 'rul_1',
  name: 'Cents',
  kinds: ['rounding'],
  causes: [],
  customerId: null,
  customerName: null,
  product: null,
  onlyCertain: true,
  limitEach: usd('0.05'),
  limitTotal: usd('10'),
  because: 'belowTolerance',
  reason: 'Not worth a call.',
  expiresOn: null,
  isActive: true,
  coversCosts: true,
  accepted: 31,
  acceptedMoney: usd('0.62'),
  createdBy: 'Ana',
  createdAt: '2026-11-01T10:00:00Z',
  version: 2,
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listAcceptanceRules, { data: [cents] });
});
afterEach(() => {
  api.uninstall();
});

function Signed() {
  useQuery(meQuery);
  return <RulesPage />;
}
const open = () => renderPage(<Signed />, { at: '/reconciliation/rules' });

test('a rule says what it dismisses, its limits and what it holds', async () => {
  await open();

  await expect.element(page.getByText('Line calculated wrongly')).toBeVisible();
  await expect.element(page.getByText(/USD\s0\.05 each, USD\s10\.00 together/)).toBeVisible();
  await expect.element(page.getByText(/31 differences, USD\s0\.62/)).toBeVisible();
});

test('a rule is switched off bound to what was seen, and removed', async () => {
  api.on(changeAcceptanceRule, { ...cents, isActive: false });
  api.on(removeAcceptanceRule, undefined);
  await open();

  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect.poll(() => api.seen(changeAcceptanceRule)[0]?.body).toEqual({ version: 2, isActive: false });
  await page.getByRole('button', { name: /Remove/ }).click();

  await expect.poll(() => api.seen(removeAcceptanceRule)[0]?.params).toEqual({ id: 'rul_1' });
});

test('a new rule is tried first; the bench warns when it would have hidden what people corrected, and any change wants a new try', async () => {
  const tried = { count: 12, money: [usd('-3.1')], overLimit: 2, sample: [] };
  api.on(tryAcceptanceRule, { now: tried, lastMonth: { ...tried, count: 40 }, fixedByPeople: 3 });
  api.on(addAcceptanceRule, cents);
  await open();

  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect.element(page.getByText('Choose at least one kind.')).toBeVisible();
  expect(api.seen(tryAcceptanceRule)).toEqual([]);
  await page.getByRole('textbox', { name: 'Name' }).fill('Tax cents');
  await page.getByRole('combobox', { name: /Kinds it dismisses/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Tax calculated wrongly' }).click();
  await page.getByRole('textbox', { name: 'Money of one, at most' }).fill('0.05');
  await page.getByRole('textbox', { name: 'Money of all together, at most' }).fill('10');
  await page.getByRole('textbox', { name: 'Reason' }).fill('Below a cent a seat.');
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect.element(page.getByText('It would have hidden money')).toBeVisible();
  await expect.element(page.getByText(/Now: 12 differences, \u2212USD\s3\.10; 2 others past a limit/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Money of one, at most' }).fill('0.02');
  await expect.poll(() => page.getByRole('button', { name: 'Add this rule' }).elements()).toEqual([]);
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByRole('button', { name: 'Add this rule' }).click();

  await expect
    .poll(() => api.seen(addAcceptanceRule)[0]?.body)
    .toMatchObject({ name: 'Tax cents', kinds: ['tax_rounding'], limitEach: usd('0.02'), onlyCertain: true, product: null });
});

test('who may not decide sees the rules and why he cannot add one', async () => {
  api.on(getMe, aPerson({ permissions: ['reconciliation:read'] }));
  await open();

  await expect.element(page.getByText('Cents')).toBeVisible();
  expect(page.getByRole('button', { name: 'Switch off' }).elements()).toEqual([]);
  await expect.element(page.getByRole('button', { name: 'Add a rule' })).toHaveAttribute('aria-disabled', 'true');
});

test('without rules the page says what one would do', async () => {
  api.on(listAcceptanceRules, { data: [] });
  await open();

  await expect.element(page.getByText('No rules')).toBeVisible();
});

testLooks(
  'the rules',
  () => <RulesPage />,
  () => expect.element(page.getByText('Line calculated wrongly')).toBeVisible(),
  { at: '/reconciliation/rules' },
);
