import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { addSavedView, changeSavedView, getSavedView, listSavedViews, removeSavedView, shareSavedView } from '#contract/saved-views.ts';
import { axeViolations } from '../../../test/axe.ts';
import { type FakeApi, Refused } from '../../../test/fake-api.ts';
import { renderPage } from '../../../test/render.tsx';
import { DifferencesPage } from '../differences-page.tsx';
import { serverWith } from '../fake-server.ts';
import { aDifference } from '../samples.ts';

let api: FakeApi;
afterEach(() => {
  api.uninstall();
});

const view = {
  id: 'viw_01JD0000000000000000000001',
  list: 'differences' as const,
  name: 'Never billed',
  search: { kind: 'missing_in_psa', group: 'customer' },
  mine: true,
  shared: false,
  owner: 'Ana Ruiz',
  version: 3,
};

async function open(at: string) {
  api = serverWith([aDifference()]);
  api.on(listSavedViews, { data: [view] });
  return renderPage(<DifferencesPage />, { at });
}
async function openDialog(at = '/reconciliation') {
  const opened = await open(at);
  await page.getByRole('button', { name: 'Views' }).click();
  await expect.element(page.getByRole('button', { name: 'Never billed', exact: true })).toBeVisible();
  return opened;
}

test('what is shown is kept under a name: filters, tab, grouping and sort, but not the row that is open', async () => {
  await openDialog('/reconciliation?kind=duplicate_psa&tab=dismissed&sort=customerName');
  expect(await axeViolations()).toEqual([]);
  api.on(addSavedView, view);

  await page.getByRole('textbox', { name: 'Name for what is shown now' }).fill('Twice');
  await userEvent.keyboard('{Enter}');

  await expect.element(page.getByText('Kept as "Twice".')).toBeVisible();
  expect(api.seen(addSavedView)[0]?.body).toEqual({
    list: 'differences',
    name: 'Twice',
    search: { kind: 'duplicate_psa', tab: 'dismissed', sort: 'customerName' },
  });
});

test('a view replaces what was filtered before', async () => {
  const { address } = await openDialog('/reconciliation?tab=dismissed&q=contoso');

  await page.getByRole('button', { name: 'Never billed', exact: true }).click();

  await expect.poll(address).toBe('/reconciliation?kind=missing_in_psa&group=customer');
});

test('a view is renamed and removed, each bound to what was seen; a name that is taken is told', async () => {
  await openDialog();
  api.on(changeSavedView, new Refused('duplicate', 'You have a view of this name.'));
  await page.getByRole('button', { name: 'Rename Never billed' }).click();
  await page.getByRole('textbox', { name: 'New name of Never billed' }).fill('Lost money');
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect.element(page.getByText('You have a view of this name.')).toBeVisible();
  expect(api.seen(changeSavedView)[0]).toMatchObject({ params: { id: view.id }, body: { name: 'Lost money', version: 3 } });

  api.on(removeSavedView, undefined);
  api.on(listSavedViews, { data: [] });
  await page.getByRole('button', { name: 'Remove Never billed' }).click();
  await expect.element(page.getByText(/You have none yet/)).toBeVisible();
  expect(api.seen(removeSavedView)[0]?.params).toEqual({ id: view.id });
});

test('whoever may compare shares a view with the team; those of colleagues are opened, not changed', async () => {
  api = serverWith([aDifference()], ['reconciliation:read', 'reconciliation:run']);
  const theirs = { ...view, id: 'viw_01JD0000000000000000000009', name: 'Friday', mine: false, shared: true, owner: 'Ben Okafor' };
  api.on(listSavedViews, { data: [view, theirs] });
  const { address } = await renderPage(<DifferencesPage />, { at: '/reconciliation?tab=dismissed' });
  await page.getByRole('button', { name: 'Views' }).click();
  api.on(shareSavedView, { ...view, shared: true });
  await page.getByRole('button', { name: 'Share Never billed with the team' }).click();
  await expect.element(page.getByText('Everybody sees "Never billed" now.')).toBeVisible();
  expect(api.seen(shareSavedView)[0]).toMatchObject({ params: { id: view.id }, body: { shared: true } });
  expect(await axeViolations()).toEqual([]);

  const team = page.getByRole('list', { name: 'Views of the team' });
  await expect.element(team.getByText('Ben Okafor')).toBeVisible();
  expect(page.getByRole('button', { name: 'Rename Friday' }).elements()).toEqual([]);
  await team.getByRole('button', { name: 'Friday' }).click();
  await expect.poll(address).toBe('/reconciliation?kind=missing_in_psa&group=customer');
});

test('whoever may not compare cannot share', async () => {
  api = serverWith([aDifference()], ['reconciliation:read']);
  api.on(listSavedViews, { data: [view] });
  await renderPage(<DifferencesPage />, { at: '/reconciliation' });
  await page.getByRole('button', { name: 'Views' }).click();
  await expect.element(page.getByRole('button', { name: 'Rename Never billed' })).toBeVisible();
  expect(page.getByRole('button', { name: /Share/ }).elements()).toEqual([]);
});

test('the link to a colleague’s view opens what it shows; one that is gone says so', async () => {
  api = serverWith([aDifference()]);
  api.on(getSavedView, { ...view, mine: false });
  const { address } = await renderPage(<DifferencesPage />, { at: `/reconciliation?view=${view.id}` });
  await expect.poll(address).toBe('/reconciliation?kind=missing_in_psa&group=customer');

  api.on(getSavedView, new Refused('not_found', 'There is no view with this id, or it is not yours.'));
  await renderPage(<DifferencesPage />, { at: `/reconciliation?view=viw_01JD0000000000000000000002` });
  await expect.element(page.getByText('This view cannot be opened')).toBeVisible();
});
