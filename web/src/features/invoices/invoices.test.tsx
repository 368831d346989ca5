import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { listConnections } from '#contract/connections.ts';
import { getInvoiceProof, setInvoiceTolerance } from '#contract/invoice-proof.ts';
import {
  getInvoice,
  getSuspense,
  listInvoiceChanges,
  listInvoiceLines,
  listInvoices,
  listInvoiceVersions,
  publishInvoice,
} from '#contract/invoices.ts';
import { getJob, streamJob } from '#contract/jobs.ts';
import { getMe } from '#contract/sign-in.ts';
import { listMissingBooks } from '#contract/verifications.ts';
import { meQuery } from '../../lib/use-me.ts';
import { answerUploads } from '../../test/answer-uploads.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aConnection, aJob, aPerson } from '../../test/make.ts';
import { anInvoice, anInvoiceLine, aVersion } from '../../test/make-invoice.ts';
import { renderPage } from '../../test/render.tsx';
import { InvoicePage } from './invoice-page.tsx';
import { InvoicesPage } from './invoices-page.tsx';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const short = anInvoice({ state: 'notComplete', tie: 'notTied', rest: usd('-12.5'), publishedVersion: null, suspenseLines: 3 });
const address = `/billing/invoices/${short.id}`;

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listInvoices, pageOf([anInvoice({ id: 'inv_01JD0000000000000000000002', number: 'G010000001' }), short]));
  api.on(getInvoice, short);
  api.on(listConnections, {
    data: [aConnection({ id: 'con_1', side: 'microsoft', kind: 'partnerCenter', name: 'Contoso CSP' }), aConnection()],
  });
  api.on(listInvoiceLines, {
    data: [
      anInvoiceLine({ lineNo: 0 }),
      anInvoiceLine({ lineNo: 1, customerKey: 'fab', customerName: 'Fabrikam GmbH', productName: 'Exchange Online', subtotal: '48' }),
      anInvoiceLine({ lineNo: 2, subtotal: '-17.5', chargeType: 'cancelImmediate' }),
    ],
    page: { nextCursor: null, previousCursor: null, hasMore: false, limit: 100 },
  });
  api.on(listInvoiceVersions, {
    data: [
      aVersion({
        n: 2,
        state: 'notTying',
        tie: 'notTied',
        rest: usd('-12.5'),
        publishedAt: null,
        problems: [{ code: 'total_differs', sentence: 'Lines give 21,056.60, the header says 21,044.10.', count: 1 }],
        changes: { against: 1, added: 2, removed: 1, effect: [usd('12.5')] },
      }),
      aVersion({ state: 'superseded' }),
    ],
  });
  api.on(getSuspense, {
    lines: 3,
    byReason: [{ reason: 'unknown_customer', lines: 3, totals: [usd('96')] }],
    groups: [
      {
        reasons: ['unknown_customer'],
        customer: '9d0e0000-0000-4000-8000-000000000009',
        customerName: 'Litware',
        product: null,
        productName: null,
        chargeType: null,
        currency: 'USD',
        lines: 3,
        total: '96',
      },
    ],
    more: 0,
    unreadable: [{ file: 'part-00001.json.gz', line: 1042, reason: 'The quantity "1.2.3" is not a number.' }],
  });
});
afterEach(() => {
  api.uninstall();
});

/** Signed in, as the frame around a page does it. */
function Signed({ children }: { readonly children: React.ReactNode }) {
  useQuery(meQuery);
  return children;
}
const open = (at = address) =>
  renderPage(
    <Signed>
      <InvoicePage />
    </Signed>,
    { at, path: '/billing/invoices/$invoiceId' },
  );
const openList = (at = '/billing/invoices') =>
  renderPage(
    <Signed>
      <InvoicesPage />
    </Signed>,
    { at },
  );

test('the list says of each invoice whether it adds up, by how much not, and how much waits', async () => {
  await openList();

  const bad = page.getByRole('row', { name: /G012345678/ });
  await expect.element(bad).toBeVisible();
  expect(bad.element().textContent).toMatch(/Off by \u2212USD\s12\.50Not complete.*3 lines/);
  expect(page.getByRole('row', { name: /G010000001/ }).element().textContent).toMatch(/To the centComplete/);
});

test('what an account does not bring is said with its reason, and leads to where it is put right', async () => {
  const because = 'The check "invoices" did not pass: Forbidden.';
  const without = 'Subscriptions are compared with distributor and PSA; what Microsoft charged is not.';
  api.on(listMissingBooks, {
    data: [
      { connectionId: 'con_1', name: 'Contoso CSP', missing: 'invoices', standing: 'lost', because, without },
      {
        connectionId: 'con_1',
        name: 'Contoso CSP',
        missing: 'prices',
        standing: 'notOffered',
        because: 'Not in China.',
        without: 'No list.',
      },
    ],
  });
  await openList();

  await expect
    .element(page.getByText(/Contoso CSP: The check "invoices" did not pass: Forbidden\. Subscriptions are compared/))
    .toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Open the connection' })).toHaveAttribute('href', '/settings/connections/con_1');
  await expect.element(page.getByText(/Not in China/)).not.toBeInTheDocument();
});

test('filters of a copied address are asked of the server; an invoice opens by its number', async () => {
  const { address: where } = await openList('/billing/invoices?state=notComplete&q=G01');

  await expect.element(page.getByText('G012345678')).toBeVisible();
  expect(api.seen(listInvoices)[0]?.query).toMatchObject({ state: 'notComplete', q: 'G01', sort: '-period' });
  await page.getByRole('link', { name: 'G012345678' }).click();

  expect(where()).toBe(address);
});

test('an invoice that does not add up says by how much and what that means', async () => {
  await open();

  await expect.element(page.getByText('This invoice does not add up yet')).toBeVisible();
  await expect.element(page.getByText(/Nothing of it is compared until it adds up/)).toBeVisible();
});

test('lines stand below their customer and product, and the sums of the headings are those of the lines', async () => {
  await open();

  await expect.element(page.getByText('Fabrikam GmbH')).toBeVisible();
  const texts = [...document.querySelectorAll('[data-row]')].map((row) => row.textContent);
  expect(texts[0]).toMatch(/Contoso Ltd2 lines readUSD\s450\.00/);
  expect(texts[1]).toMatch(/Microsoft 365 Business Premium2 lines readUSD\s450\.00/);
  expect(texts[4]).toMatch(/Fabrikam GmbH1 line readUSD\s48\.00/);
});

test('one subscription is found by its id, also the one of the provider', async () => {
  const { address: where } = await open();

  await page.getByRole('textbox', { name: 'Id of a subscription or customer' }).fill('49ff98c5-601b-4a29-8314-71df9a0774b8');
  await userEvent.keyboard('{Enter}');

  await expect.poll(where).toContain('subscriptionId=49ff98c5');
  await expect.poll(() => api.seen(listInvoiceLines).at(-1)?.query['subscriptionId']).toBe('49ff98c5-601b-4a29-8314-71df9a0774b8');
  expect(api.seen(listInvoiceLines).every(({ query }) => query['count'] === undefined)).toBe(true);
});

test('versions are kept side by side: what is wrong with one, what it changed, and it is used only with a reason', async () => {
  const line = anInvoiceLine({ customerName: 'Fabrikam GmbH' });
  api.on(listInvoiceChanges, {
    data: [{ change: 'added', effect: usd('12.5'), direction: 'charge', dated: '2026-09-30', noticedOn: '2026-11-10', line }],
    page: { nextCursor: null, previousCursor: null, hasMore: false, limit: 100 },
  });
  api.on(publishInvoice, { ...short, publishedVersion: 2 });
  await open(`${address}?tab=versions`);
  await expect.element(page.getByText(/Lines give 21,056\.60/)).toBeVisible();

  await page.getByRole('button', { name: 'Show what changed' }).click();
  await expect.element(page.getByRole('row', { name: /Late charge Fabrikam GmbH/ })).toBeVisible();
  await page.getByRole('button', { name: 'Use it all the same' }).click();
  await page.getByRole('button', { name: 'Use this version' }).click();
  await expect.element(page.getByText('Say why; it stands in the audit trail.')).toBeVisible();
  expect(api.seen(publishInvoice)).toEqual([]);
  await page.getByRole('textbox', { name: 'Reason' }).fill('Microsoft confirmed the header by mail.');
  await page.getByRole('button', { name: 'Use this version' }).click();

  await expect.poll(() => api.seen(publishInvoice)[0]?.body).toEqual({ version: 2, reason: 'Microsoft confirmed the header by mail.' });
});

test('what waits says why, what it is worth and where to settle it; lines that cannot be read name file and line', async () => {
  await open(`${address}?tab=suspense`);

  await expect.element(page.getByRole('row', { name: /Customer not known 3 USD\s96\.00 Map the customer/ })).toBeVisible();
  await expect.element(page.getByRole('row', { name: /part-00001.json.gz 1,042 The quantity/ })).toBeVisible();
});

test('who may not see costs sees every line, and money nowhere', async () => {
  api.on(getInvoice, anInvoice({ sums: [{ currency: 'USD', lines: 3, subtotal: null, tax: null, total: null }], header: null }));
  const hidden = { unitPrice: null, subtotal: null, tax: null, total: null, raw: null };
  api.on(listInvoiceLines, { data: [anInvoiceLine(hidden)], page: { nextCursor: null, previousCursor: null, hasMore: false, limit: 100 } });

  await open();

  await expect.element(page.getByText('cycleFee')).toBeVisible();
  expect(document.body.textContent).not.toMatch(/USD/);
});

test('an invoice that cannot be read says why and can be tried again', async () => {
  api.on(getInvoice, new Refused('database_unavailable', 'The database does not answer.'));
  await open();
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();

  api.on(getInvoice, short);
  await page.getByRole('button', { name: 'Try again' }).click();

  await expect.element(page.getByText('Fabrikam GmbH')).toBeVisible();
});

test('an invoice is proved on request: the verdict, and the first line that does not fit with its formula', async () => {
  api.on(getInvoice, anInvoice());
  api.on(getInvoiceProof, {
    toleranceOfImport: null,
    version: 1,
    verdict: 'notProved',
    isComplete: true,
    ruleSet: { name: 'A', words: 'Unit price times quantity, rounded down.', misfits: 1, alsoFit: [] },
    currencies: [
      { currency: 'USD', lines: 3, subtotal: '498', tax: '0', total: '498', customers: 2, products: 2, agrees: true, header: null },
    ],
    misfits: {
      count: 1,
      withinTolerance: 0,
      byColumn: { Subtotal: 1 },
      first: [
        {
          lineNo: 2,
          column: 'Subtotal',
          expected: '-17.49',
          given: '-17.5',
          difference: '-0.01',
          formula: '18.7 x 29/31',
          currency: 'USD',
          subscriptionId: '49ff98c5',
          product: 'Business Premium',
          chargeType: 'cancelImmediate',
        },
      ],
    },
    notRecomputed: [],
    tolerance: { rules: [{ absolute: '0.01', percent: '0', perUnit: '0.01' }] },
  });
  api.on(setInvoiceTolerance, { tolerance: null });
  await open(`${address}?tab=proof`);
  await expect.element(page.getByText('Prove this invoice')).toBeVisible();
  expect(api.seen(getInvoiceProof)).toEqual([]);

  await page.getByRole('button', { name: 'Recompute every line' }).click();

  await expect.element(page.getByText('Not proved')).toBeVisible();
  await expect.element(page.getByRole('row', { name: /3 Business Premium Subtotal 18\.7 x 29\/31 -17\.49 -17\.5/ })).toBeVisible();

  await page.getByRole('button', { name: 'Another for this import…' }).click();
  await page.getByLabelText('A line may be off by').fill('0.05');
  await page.getByRole('button', { name: 'Use it and prove again' }).click();
  await expect.element(page.getByText('Say why; it goes into the audit log.')).toBeVisible();
  await page.getByLabelText('Why').fill('Rounded by the reseller');
  await page.getByRole('button', { name: 'Use it and prove again' }).click();
  await expect
    .poll(() => api.seen(setInvoiceTolerance)[0]?.body)
    .toEqual({ tolerance: { rules: [{ absolute: '0.05', percent: '0', perUnit: '0' }] }, reason: 'Rounded by the reseller' });
});

/** The list, where an upload becomes an import that ended like this. */
async function openToUpload(job: Parameters<typeof aJob>[0]) {
  const sent = answerUploads({ jobId: 'job_1', joined: false });
  const ended = aJob({ id: 'job_1', kind: 'importInvoice', ...job });
  api.on(getJob, ended);
  api.on(streamJob, ended);
  await openList();
  return sent;
}

test('files are sent with their progress, and what of them could not be used is listed', async () => {
  const sent = await openToUpload({
    status: 'completedWithErrors',
    title: 'Import G012345678',
    errors: [{ code: 'row_unreadable', sentence: 'part.csv, line 7: the date "31/31/2026" is none.', count: 1 }],
  });

  await page.getByRole('button', { name: 'Upload files' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Upload files' }).click();
  await expect.element(page.getByText('Choose at least one file.')).toBeVisible();
  await userEvent.upload(page.getByLabelText('Files', { exact: true }), new File(['a,b'], 'part.csv'));
  await page.getByRole('button', { name: 'Upload 1 file' }).click();

  await expect.element(page.getByText(/line 7: the date/)).toBeVisible();
  expect(sent.address).toContain('/invoice-imports?connectionId=con_1&source=upload');
  expect(sent.names).toEqual(['part.csv']);
  expect(sent.headers['X-Csrf-Token']).toBe('csrf-of-ana');
  sent.restore();
});

test('who uploads without a mouse stays in the dialog when the files are sent, hears what came of it, and leaves it by Escape', async () => {
  const sent = await openToUpload({
    status: 'failed',
    title: 'Import part.csv',
    errors: [{ code: 'file_unusable', sentence: 'part.csv is of no kind.', count: 1 }],
  });
  await page.getByRole('button', { name: 'Upload files' }).click();
  await userEvent.upload(page.getByLabelText('Files', { exact: true }), new File(['a,b'], 'part.csv'));
  await expect.element(page.getByRole('button', { name: 'Upload 1 file' })).toBeVisible();
  while (document.activeElement?.textContent !== 'Upload 1 file') await userEvent.keyboard('{Tab}');

  await userEvent.keyboard('{Enter}');

  await expect.element(page.getByRole('status').filter({ hasText: 'part.csv is of no kind.' })).toBeVisible();
  await expect.element(page.getByRole('group', { name: 'The import' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  await expect.element(page.getByRole('button', { name: 'Upload files' })).toHaveFocus();
  sent.restore();
});

testLooks(
  'the list of invoices',
  () => <InvoicesPage />,
  () => expect.element(page.getByText('G012345678')).toBeVisible(),
  { at: '/billing/invoices' },
);
testLooks(
  'an invoice with its lines',
  () => <InvoicePage />,
  () => expect.element(page.getByText('Fabrikam GmbH')).toBeVisible(),
  { at: address, path: '/billing/invoices/$invoiceId' },
);
testLooks(
  'the versions of an invoice',
  () => <InvoicePage />,
  () => expect.element(page.getByText(/Lines give 21,056\.60/)).toBeVisible(),
  { at: `${address}?tab=versions`, path: '/billing/invoices/$invoiceId' },
);
