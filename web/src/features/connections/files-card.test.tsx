import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { z } from 'zod';
import {
  applyDistributorFile,
  DistributorFile,
  DistributorFilePreview,
  listDistributorFiles,
  previewDistributorFile,
} from '#contract/distributor-files.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../lib/use-me.ts';
import { answerUploads } from '../../test/answer-uploads.ts';
import { type FakeApi, installFakeApi } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aConnection, aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { FilesCard } from './files-card.tsx';

const connection = aConnection({
  side: 'distributor',
  kind: 'distributorFile',
  name: 'Also',
  state: 'draft',
  settings: { kind: 'distributorFile', distributor: 'Also', currency: 'EUR' },
});
const effects = { create: 2, change: 0, gone: 0, unchanged: 0 };
const charges = { invoices: 0, lines: 0 };
const file: z.infer<typeof DistributorFile> = {
  id: 'dfl_1',
  connectionId: connection.id,
  name: 'november.csv',
  sha256: 'a'.repeat(64),
  bytes: 400,
  receivedAt: '2026-11-21T09:00:00Z',
  receivedBy: 'Ana',
  isInUse: true,
  applied: {
    kind: 'subscriptions',
    asOf: '2026-11-20T23:59:59Z',
    at: '2026-11-21T09:01:00Z',
    by: 'Ana',
    effects: { customers: effects, subscriptions: effects, charges },
  },
};
const preview: z.infer<typeof DistributorFilePreview> = {
  file: { ...file, isInUse: false, applied: null },
  kind: 'subscriptions',
  asOf: '2026-11-21T09:00:00Z',
  headings: ['Vertrag', 'Customer', 'Product', 'Seats', 'Note'],
  columns: { accountName: 'Customer', productName: 'Product', seats: 'Seats' },
  unread: ['Vertrag', 'Note'],
  missing: [['subscriptionId', 'microsoftId']],
  effects: { customers: effects, subscriptions: effects, charges },
  badLines: 0,
  problems: [],
  customers: [],
  subscriptions: [],
  invoices: [],
  isInUse: false,
  isOlder: false,
  losesMany: false,
  token: 'token',
};
const whole: typeof preview = {
  ...preview,
  columns: { ...preview.columns, subscriptionId: 'Vertrag' },
  missing: [],
  unread: ['Note'],
  badLines: 1,
  problems: [{ line: 7, column: 'Seats', sentence: 'Seats is "many", which is no amount.' }],
  losesMany: true,
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listDistributorFiles, { data: [file] });
});
afterEach(() => {
  api.uninstall();
});

function Signed() {
  useQuery(meQuery);
  return <FilesCard connection={connection} />;
}

test('a file is looked at first; a column that nobody knows is said, and what is lost has to be agreed to', async () => {
  const sent = answerUploads(preview.file, 201);
  api.on(previewDistributorFile, ({ body }) => (body.columns?.subscriptionId === 'Vertrag' ? whole : preview));
  api.on(applyDistributorFile, { jobId: null });
  await renderPage(<Signed />);

  await page.getByRole('button', { name: 'Upload a file…' }).click();
  await page.getByRole('button', { name: 'Upload and look' }).click();
  await expect.element(page.getByText('Choose a file.')).toBeVisible();
  await userEvent.upload(page.getByLabelText('File', { exact: true }), new File(['a,b'], 'november.csv'));
  await page.getByRole('button', { name: 'Upload and look' }).click();

  await expect
    .element(page.getByRole('list', { name: 'Missing columns' }))
    .toHaveTextContent('Subscription id at the distributor, or Microsoft subscription id');
  expect(sent.address).toContain(`/distributor-files?connectionId=${connection.id}`);
  await page.getByLabelText('Subscription id at the distributor').selectOptions('Vertrag');

  await expect.element(page.getByText(/Line 7: Seats is "many"/)).toBeVisible();
  await expect.element(page.getByText('2 new, 0 changed, 0 gone, 0 unchanged').first()).toBeVisible();
  await expect.element(page.getByText(/Seats are compared only where term and billing frequency are both read/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Apply the file' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabelText(/More than half would be gone/).click();
  await page.getByRole('button', { name: 'Apply the file' }).click();

  await expect
    .poll(() => api.seen(applyDistributorFile).map(({ body }) => body))
    .toMatchObject([{ token: 'token', acceptGone: true, columns: { subscriptionId: 'Vertrag' } }]);
  sent.restore();
});

test('who says at the keyboard what the file tells of, or which column it is, stays where he was', async () => {
  const sent = answerUploads(preview.file, 201);
  api.on(previewDistributorFile, ({ body }) => (body.columns?.subscriptionId === 'Vertrag' ? whole : preview));
  await renderPage(<Signed />);
  await page.getByRole('button', { name: 'Upload a file…' }).click();
  await userEvent.upload(page.getByLabelText('File', { exact: true }), new File(['a,b'], 'november.csv'));
  await page.getByRole('button', { name: 'Upload and look' }).click();
  const column = page.getByLabelText('Subscription id at the distributor');
  await expect.element(column).toBeVisible();
  while (document.activeElement !== column.element()) await userEvent.keyboard('{Tab}');

  await userEvent.keyboard('V');

  await expect.element(page.getByText(/Line 7: Seats is "many"/)).toBeVisible();
  await expect.element(column).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('button', { name: 'Upload a file…' })).toHaveFocus();
  sent.restore();
});

test('a file of invoices is looked at by invoice; number and control total are said where the lines do not', async () => {
  const sent = answerUploads(preview.file, 201);
  const line = { line: 2, companyName: 'Contoso', productName: 'Premium', type: 'subscription', startPeriod: '2026-11-01', endPeriod: '' };
  const invoice: (typeof preview)['invoices'][number] = {
    ...{ number: '', period: '2026-11', lines: 1, periods: 1, sums: [{ currency: 'EUR', total: '467.5' }], control: null, isKnown: false },
    charges: [{ ...line, quantity: '25', costTotal: '467.5', currencyCode: 'EUR' }],
  };
  const unnamed: typeof preview = { ...preview, kind: 'charges', invoices: [invoice], missing: [['invoiceNumber']] };
  const named: typeof preview = { ...unnamed, invoices: [{ ...invoice, number: 'INV-7', control: '467.50' }], missing: [] };
  api.on(previewDistributorFile, ({ body }) => (body.invoice?.number === 'INV-7' ? named : unnamed));
  api.on(applyDistributorFile, { jobId: null });
  await renderPage(<Signed />);

  await page.getByRole('button', { name: 'Upload a file…' }).click();
  await userEvent.upload(page.getByLabelText('File', { exact: true }), new File(['a,b'], 'invoice.csv'));
  await page.getByRole('button', { name: 'Upload and look' }).click();
  await expect.element(page.getByRole('list', { name: 'Missing columns' })).toHaveTextContent('Invoice number');
  await expect.element(page.getByRole('cell', { name: 'Contoso' })).toBeVisible();
  const told = page.getByRole('group', { name: 'What the lines do not say' });
  await told.getByLabelText('Invoice number').fill('INV-7');
  await told.getByLabelText('Total without tax').fill('467.50');
  await told.getByRole('button', { name: 'Look again' }).click();

  await expect.element(page.getByRole('cell', { name: 'INV-7' })).toBeVisible();
  await expect.element(page.getByRole('cell', { name: 'Whole period' })).toBeVisible();
  await page.getByRole('button', { name: 'Import the file' }).click();
  await expect
    .poll(() => api.seen(applyDistributorFile).map(({ body }) => body))
    .toMatchObject([{ token: 'token', invoice: { number: 'INV-7', total: '467.50' } }]);
  sent.restore();
});

test('who may not change connections sees the files and why there is no way to add one', async () => {
  api.on(getMe, aPerson({ permissions: ['connections:read'] }));
  await renderPage(<Signed />);

  await expect.element(page.getByText('november.csv')).toBeVisible();
  await expect.element(page.getByText(/^Subscriptions of .*, in use$/)).toBeVisible();
  await page.getByRole('button', { name: 'Upload a file…' }).click({ force: true });
  expect(page.getByRole('dialog').elements()).toEqual([]);
});

testLooks(
  'the files of a distributor',
  () => <Signed />,
  () => expect.element(page.getByText('november.csv')).toBeVisible(),
  {},
);
