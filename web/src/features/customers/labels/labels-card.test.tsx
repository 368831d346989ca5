import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { addExternalId, changeCustomerLabels, getCustomerLabels, removeExternalId } from '#contract/customer-labels.ts';
import { getMe } from '#contract/sign-in.ts';
import type { ReplyOf } from '../../../lib/api.ts';
import { meQuery } from '../../../lib/use-me.ts';
import { type FakeApi, installFakeApi, Refused } from '../../../test/fake-api.ts';
import { testLooks } from '../../../test/looks.ts';
import { aPerson } from '../../../test/make.ts';
import { renderPage } from '../../../test/render.tsx';
import { LabelsCard } from './labels-card.tsx';

const labels: ReplyOf<typeof getCustomerLabels> = {
  segments: ['Gold', 'Schools'],
  preferredCurrency: 'EUR',
  externalIds: [{ id: 'xid_1', system: 'erp', externalId: 'D-4711', addedBy: 'Ana', addedAt: '2026-11-20T09:00:00Z' }],
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(getCustomerLabels, labels);
});
afterEach(() => {
  api.uninstall();
});

function Signed() {
  useQuery(meQuery);
  return <LabelsCard customerId="cus_1" />;
}
const open = () => renderPage(<Signed />);
const isThere = () => expect.element(page.getByText('D-4711')).toBeVisible();

test('segments lead to the customers that are in them', async () => {
  await open();

  await expect.element(page.getByRole('link', { name: 'Schools' })).toHaveAttribute('href', '/customers?segment=Schools');
  await expect.element(page.getByText('EUR')).toBeVisible();
});

test('segments are written between commas, and an empty currency is none', async () => {
  api.on(changeCustomerLabels, { ...labels, segments: ['Silver'], preferredCurrency: null });
  await open();
  await page.getByRole('button', { name: 'Edit labels' }).click();
  await page.getByRole('textbox', { name: 'Segments' }).fill('Silver, ');
  await page.getByRole('textbox', { name: 'Preferred currency' }).fill('');
  await userEvent.keyboard('{Enter}');

  await expect.element(page.getByText('As the account that sells to it')).toBeVisible();
  expect(api.seen(changeCustomerLabels)[0]?.body).toEqual({ segments: ['Silver'], preferredCurrency: null });
});

test('an id of somebody else is refused with the name of that customer, and nothing is lost', async () => {
  api.on(addExternalId, new Refused('duplicate', 'erp D-9 is Adatum already.'));
  await open();
  await page.getByRole('button', { name: 'Add id of another system' }).click();
  await page.getByRole('textbox', { name: 'Id', exact: true }).fill('D-9');
  await page.getByRole('button', { name: 'Add id', exact: true }).click();

  await expect.element(page.getByText('erp D-9 is Adatum already.')).toBeVisible();
  await expect.element(page.getByRole('textbox', { name: 'Id', exact: true })).toHaveValue('D-9');
});

test('an id can be taken away', async () => {
  api.on(removeExternalId, { ...labels, externalIds: [] });
  await open();
  await page.getByRole('button', { name: 'Remove erp D-4711' }).click();

  await expect.element(page.getByText('No ids of other systems yet.')).toBeVisible();
  expect(api.seen(removeExternalId)[0]?.params).toEqual({ id: 'cus_1', entryId: 'xid_1' });
});

test('who may only read sees them and changes nothing', async () => {
  api.on(getMe, aPerson({ permissions: ['customers:read'] }));
  await open();

  await isThere();
  await expect.element(page.getByRole('button', { name: 'Edit labels' })).not.toBeInTheDocument();
});

testLooks('the labels of a customer', () => <Signed />, isThere);
