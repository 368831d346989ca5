import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { getAccessCalendar, listAccessEnds, makeAccessCalendar, revokeAccessCalendar } from '#contract/access-calendar.ts';
import { getMe } from '#contract/sign-in.ts';
import { type FakeApi, installFakeApi } from '../../../test/fake-api.ts';
import { testLooks } from '../../../test/looks.ts';
import { aPerson } from '../../../test/make.ts';
import { renderPage } from '../../../test/render.tsx';
import { CalendarPage } from './calendar-page.tsx';

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(getAccessCalendar, { madeAt: null });
  api.on(listAccessEnds, {
    data: [
      { month: '2026-12', customers: 3, extending: 1, atRisk: [{ amount: '1200.50', currency: 'USD' }] },
      { month: '2028-11', customers: 12, extending: 12, atRisk: [] },
    ],
  });
});
afterEach(() => {
  api.uninstall();
});
const at = '/customers/access/calendar';
const isThere = () => expect.element(page.getByRole('link', { name: 'Dec 2026' })).toBeVisible();

test('each month says how many accesses end, the money on those that have to be replaced, and leads to them', async () => {
  await renderPage(<CalendarPage />, { at });

  await expect
    .element(page.getByRole('link', { name: 'Dec 2026' }))
    .toHaveAttribute('href', '/customers/access?endsIn=2026-12&sort=endsAt');
  await expect.element(page.getByRole('cell', { name: 'USD 1,200.50' })).toBeVisible();
});

test('the address of one’s own calendar is shown once, and revoking takes it away', async () => {
  api.on(makeAccessCalendar, { url: 'https://concord.example.com/api/v1/access-calendars/secret-of-ana' });
  api.on(revokeAccessCalendar, undefined);
  await renderPage(<CalendarPage />, { at });

  await expect.element(page.getByRole('button', { name: 'Make an address' })).toBeVisible();
  api.on(getAccessCalendar, { madeAt: '2026-11-22T09:00:00Z' });
  await page.getByRole('button', { name: 'Make an address' }).click();
  await expect.element(page.getByText(/access-calendars\/secret-of-ana/)).toBeVisible();
  api.on(getAccessCalendar, { madeAt: null });
  await page.getByRole('button', { name: 'Revoke the address' }).click();

  await expect.element(page.getByRole('button', { name: 'Make an address' })).toBeVisible();
  expect(page.getByText(/secret-of-ana/).elements()).toEqual([]);
});

test('when nothing ends the page says so', async () => {
  api.on(listAccessEnds, { data: [] });
  await renderPage(<CalendarPage />, { at });

  await expect.element(page.getByText('No access ends')).toBeVisible();
});

testLooks('the calendar of access', () => <CalendarPage />, isThere, { at });
