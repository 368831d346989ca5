import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { changePurposes } from '#contract/connection-changes.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi } from '../../test/fake-api.ts';
import { aConnection, aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { PurposesCard } from './purposes-card.tsx';

const distributor = aConnection({ side: 'distributor', kind: 'pax8', name: 'Our Pax8', purposes: ['costs', 'access'] });

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(changePurposes, distributor);
});
afterEach(() => {
  api.uninstall();
});

function Signed() {
  useQuery(meQuery);
  return <PurposesCard connection={distributor} />;
}

test('what is removed is said before costs are switched off; access is switched at once', async () => {
  await renderPage(<Signed />);
  await page.getByRole('switch', { name: 'Costs' }).click();
  await expect.element(page.getByText(/usage that were read of Our Pax8 are removed now/)).toBeVisible();
  expect(api.seen(changePurposes)).toEqual([]);

  await page.getByRole('button', { name: 'Keep them on' }).click();
  await page.getByRole('switch', { name: /Access/ }).click();
  await expect.poll(() => api.seen(changePurposes).map(({ body }) => body)).toEqual([{ access: false }]);

  await page.getByRole('switch', { name: 'Costs' }).click();
  await page.getByRole('button', { name: 'Switch off and remove' }).click();
  await expect.poll(() => api.seen(changePurposes).map(({ body }) => body)).toEqual([{ access: false }, { costs: false }]);
});
