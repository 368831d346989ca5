import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { getProvider, saveProvider } from '#contract/providers.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aPerson, aProvider } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { ProviderCard } from './provider-card.tsx';

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(getProvider, aProvider());
  api.on(saveProvider, aProvider({ version: 2 }));
});
afterEach(() => {
  api.uninstall();
});

function Signed() {
  useQuery(meQuery);
  return <ProviderCard connectionId="con_1" />;
}
const isThere = () => expect.element(page.getByLabelText(/^Country/)).toHaveValue('DE');
const field = (label: string) => page.getByRole('textbox', { name: new RegExp(`^${label}`) });
const save = () => page.getByRole('button', { name: 'Save provider' }).click();

test('what is recommended and missing is noted, and what is kept goes back whole', async () => {
  await renderPage(<Signed />);
  await isThere();
  await expect.element(page.getByText(/customers cannot be invited by it/)).toBeVisible();

  await field('Currency').fill('eur');
  await page.getByRole('button', { name: 'Add tolerance' }).click();
  await field('Amount').fill('0.50');
  await save();

  await expect.element(page.getByText('Provider record saved')).toBeVisible();
  expect(api.seen(saveProvider)[0]?.body).toEqual({
    record: { country: 'DE', currency: 'EUR', usageMismatchTolerance: [{ absolute: '0.50', percent: '0', perUnit: '0' }] },
    version: 1,
  });
});

test('a link of another partner is not sent', async () => {
  await renderPage(<Signed />);
  await isThere();

  await field('Reseller relationship link').fill(
    'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=7f3c0000-0000-4000-8000-000000000002',
  );
  await field('Country').fill('Germany');
  await save();

  await expect.element(page.getByText(/belongs to another partner tenant/)).toBeVisible();
  await expect.element(page.getByText('Country is two letters, like DE.')).toBeVisible();
  expect(api.seen(saveProvider)).toEqual([]);
});

test('when somebody else saved in between, what was typed stays', async () => {
  api.on(saveProvider, new Refused('precondition_failed', 'Somebody changed the provider record since you looked.'));
  await renderPage(<Signed />);
  await isThere();
  await field('Currency').fill('USD');
  await save();

  await expect.element(page.getByText('Somebody changed the provider record since you looked.')).toBeVisible();
  await expect.element(field('Currency')).toHaveValue('USD');
});

testLooks('the provider record', () => <Signed />, isThere);
