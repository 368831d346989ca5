import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { getPeriod, listPeriods, reopenPeriod, signOffPeriod } from '#contract/periods.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { PeriodPage } from './period-page.tsx';
import { PeriodsPage } from './periods-page.tsx';
import type { Month } from './queries.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const october = (given: Partial<Month> = {}): Month => ({
  month: '2026-10',
  state: 'open',
  counts: { todo: 2, waiting: 0, resolved: 38, dismissed: 6 },
  checks: [
    { id: 'unmapped', state: 'met', sentence: 'No difference and no invoice line waits for a mapping.', count: 0, lines: 0 },
    { id: 'toDo', state: 'notMet', sentence: '2 differences are to do and nobody has them.', count: 2, lines: 0 },
    { id: 'totals', state: 'notKnown', sentence: 'No invoice of the month is there.', count: 1, lines: 0 },
  ],
  totals: [{ currency: 'USD', per: 'month', found: usd('4210.35'), resolved: usd('4000'), dismissed: usd('100.35'), open: usd('110') }],
  invoices: [{ currency: 'USD', invoices: 1, header: usd('21044.1'), lines: usd('21044.1') }],
  costsLeftOut: false,
  signOff: null,
  changedSince: false,
  history: [],
  ...given,
});
const signed = october({
  state: 'signedOff',
  changedSince: true,
  signOff: {
    id: 'sgn_1',
    by: 'Ana',
    at: '2026-11-10T10:00:00Z',
    reason: 'Two are with Microsoft.',
    hash: 'a1b2c3',
    reopenedBy: null,
    reopenedAt: null,
    reopenReason: null,
  },
});

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(getPeriod, october());
  api.on(listPeriods, {
    data: [{ month: '2026-10', state: 'open', todo: 2, waiting: 0, resolved: 38, dismissed: 6, signedOffBy: null, signedOffAt: null }],
  });
});
afterEach(() => {
  api.uninstall();
});

function Signed({ children }: { readonly children: React.ReactNode }) {
  useQuery(meQuery);
  return children;
}
const where = { at: '/reconciliation/periods/2026-10', path: '/reconciliation/periods/$month' };
const open = () =>
  renderPage(
    <Signed>
      <PeriodPage />
    </Signed>,
    where,
  );

test('the months say what is left to do in each and lead to it', async () => {
  const { address } = await renderPage(<PeriodsPage />, { at: '/reconciliation/periods' });

  await page.getByRole('link', { name: /Oct 2026|10\/2026/ }).click();

  expect(address()).toBe('/reconciliation/periods/2026-10');
});

test('the checklist says what stands in the way and leads there; the control totals add up on the page', async () => {
  await open();

  await expect.element(page.getByText('Checklist: 1 of 3 checks met')).toBeVisible();
  await expect
    .element(page.getByRole('link', { name: 'Nothing is to do without an owner' }))
    .toHaveAttribute('href', '/reconciliation?owner=none');
  await expect
    .element(page.getByRole('row', { name: /USD, a month \+USD\s4,210\.35 \+USD\s4,000\.00 \+USD\s100\.35 \+USD\s110\.00/ }))
    .toBeVisible();
});

test.each([
  ['only differences wait', 2, 0, '/reconciliation?kind=unmapped_product,unmapped_customer'],
  ['only invoice lines wait', 5, 5, '/billing/invoices?period=2026-10'],
  ['both wait', 7, 5, '/reconciliation?kind=unmapped_product,unmapped_customer'],
  ['nothing waits', 0, 0, '/reconciliation?kind=unmapped_product,unmapped_customer'],
])('when %s for a mapping, the check leads to what does', async (_what, count, lines, href) => {
  api.on(getPeriod, october({ checks: [{ id: 'unmapped', state: 'notMet', sentence: 'They wait.', count, lines }] }));

  await open();

  await expect.element(page.getByRole('link', { name: 'Nothing waits for a mapping' })).toHaveAttribute('href', href);
});

test('closing with checks not met needs a reason, which is sent', async () => {
  api.on(signOffPeriod, signed);
  await open();

  await page.getByRole('button', { name: /^Close/ }).click();
  const dialog = page.getByRole('dialog');
  await expect.element(dialog.getByText('2 differences are to do and nobody has them.')).toBeVisible();
  await dialog.getByRole('button', { name: /^Close/ }).click();
  await expect.element(page.getByText('Say why; it stands in the evidence.')).toBeVisible();
  expect(api.seen(signOffPeriod)).toEqual([]);
  await page.getByRole('textbox').fill('Two are with Microsoft.');
  api.on(getPeriod, signed);
  await dialog.getByRole('button', { name: /^Close/ }).click();

  await expect.element(page.getByText('a1b2c3')).toBeVisible();
  expect(api.seen(signOffPeriod)[0]?.body).toEqual({ reason: 'Two are with Microsoft.' });
});

test('a month in which every check is met closes without a word', async () => {
  api.on(
    getPeriod,
    october({
      checks: [{ id: 'unmapped', state: 'met', sentence: 'No difference and no invoice line waits for a mapping.', count: 0, lines: 0 }],
    }),
  );
  api.on(signOffPeriod, signed);
  await open();

  await page.getByRole('button', { name: /^Close/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Close/ })
    .click();

  await expect.poll(() => api.seen(signOffPeriod)[0]?.body).toEqual({});
});

test('what moved since the signature is said; reopening keeps what was signed and says why', async () => {
  api.on(getPeriod, signed);
  api.on(reopenPeriod, october());
  await open();
  await expect.element(page.getByText('Something moved since this month was signed off')).toBeVisible();

  await page.getByRole('button', { name: 'Reopen' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('A late credit came.');
  await page.getByRole('dialog').getByRole('button', { name: 'Reopen' }).click();

  await expect.poll(() => api.seen(reopenPeriod)[0]?.body).toEqual({ reason: 'A late credit came.' });
});

test('the evidence is offered in every format', async () => {
  await open();

  await page.getByRole('button', { name: 'Evidence' }).click();

  await expect.element(page.getByRole('menuitem', { name: 'PDF' })).toHaveAttribute('href', '/api/v1/periods/2026-10/evidence?format=pdf');
  expect(page.getByRole('menuitem').elements()).toHaveLength(4);
});

test('a month that cannot be read says why', async () => {
  api.on(getPeriod, new Refused('forbidden', 'You need "reconciliation:read".'));

  await open();

  await expect.element(page.getByText(/You need "reconciliation:read"/)).toBeVisible();
});

testLooks(
  'a month',
  () => <PeriodPage />,
  () => expect.element(page.getByText('Control totals').first()).toBeVisible(),
  where,
);
