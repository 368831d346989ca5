import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { listConnections } from '#contract/connections.ts';
import {
  applyCustomerPlan,
  createCustomerPlan,
  getCustomerPlan,
  keepCustomersApart,
  listCustomerPlans,
  listDuplicates,
  listImportRows,
  undoCustomerPlan,
} from '#contract/customer-plans.ts';
import { getCustomer } from '#contract/customers.ts';
import { getJob, streamJob } from '#contract/jobs.ts';
import { getMe } from '#contract/sign-in.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../../../test/fake-api.ts';
import { testLooks } from '../../../test/looks.ts';
import { aConnection, aCustomer, aJob, aPerson } from '../../../test/make.ts';
import { renderPage } from '../../../test/render.tsx';
import { DuplicatesPage } from '../duplicates/duplicates-page.tsx';
import { ImportPage } from '../import/import-page.tsx';
import { CustomerPlanPage } from './customer-plan-page.tsx';
import type { CustomerPlanShape, Tenant } from './words.ts';

const counts = { create: 2, link: 0, update: 0, unchanged: 7, conflict: 1, hold: 1, left: 0 };
const aPlan = (given: Partial<CustomerPlanShape> = {}): CustomerPlanShape => ({
  id: 'cpl_1',
  kind: 'import',
  state: 'previewed',
  title: 'Import 11 tenants',
  fingerprint: 'f',
  createdBy: 'Ana',
  createdAt: '2026-11-21T10:00:00Z',
  expiresAt: '2999-01-01T00:00:00Z',
  appliedAt: null,
  undoable: false,
  merge: null,
  moves: [],
  counts,
  connectionId: 'con_1',
  jobId: null,
  ...given,
});
const merge = { survivorId: 'cus_1', survivorName: 'Contoso Ltd', goneId: 'cus_2', goneName: 'Contoso old' };
const aMerge = (given: Partial<CustomerPlanShape> = {}) =>
  aPlan({
    ...{ kind: 'merge', title: 'Merge Contoso old into Contoso Ltd', counts: null, connectionId: null, merge },
    moves: [{ table: 'subscription', rows: 12 }],
    ...given,
  });
const aTenant = (given: Partial<Tenant> = {}): Tenant => ({
  ...{ tenantId: 'ten_1', name: 'Litware', domain: 'litware.example', action: 'create', because: '' },
  ...{ resellerMpn: '', resellerName: '', customerId: null },
  ...given,
});
const side = {
  customerId: 'cus_1',
  name: 'Contoso Ltd',
  tenantId: 't1',
  cloud: 'global',
  domain: 'contoso.example',
  gone: false,
  subscriptions: 4,
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listConnections, { data: [aConnection({ id: 'con_1', name: 'Contoso CSP', kind: 'partnerCenter', side: 'microsoft' })] });
  api.on(listCustomerPlans, { data: [aPlan()] });
  api.on(getCustomer, aCustomer());
  api.on(
    listImportRows,
    pageOf([
      aTenant(),
      aTenant({ tenantId: 'ten_2', name: 'Tailspin', domain: 'tailspin.example', action: 'hold', because: 'Name its partner id (MPN).' }),
    ]),
  );
});
afterEach(() => {
  api.uninstall();
});
const path = '/customers/plans/$planId';
const at = '/customers/plans/cpl_1';
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

describe('importing', () => {
  beforeEach(() => {
    api.on(getCustomerPlan, aPlan());
  });
  const rowsAreThere = () => expect.element(page.getByText('tailspin.example')).toBeVisible();

  test('an account is chosen and previewed; nothing is changed by that', async () => {
    api.on(createCustomerPlan, aPlan());
    const { address } = await renderPage(<ImportPage />, { at: '/customers/import' });
    await expect.element(page.getByRole('link', { name: 'Import 11 tenants' })).toBeVisible();

    await press('Preview the import');

    await expect.poll(address).toBe(at);
    expect(api.seen(createCustomerPlan).at(-1)?.body).toEqual({ kind: 'import', connectionId: 'con_1' });
  });

  test('counts are filters at the server', async () => {
    await renderPage(<CustomerPlanPage />, { at, path });
    await rowsAreThere();

    await press('Conflict 1');

    await expect.poll(() => api.seen(listImportRows).at(-1)?.query).toMatchObject({ action: 'conflict' });
  });

  test('applying starts a job whose progress is shown, also after a reload', async () => {
    let plan = aPlan();
    api.on(getCustomerPlan, () => plan);
    api.on(getJob, aJob({ title: 'Import 11 tenants' }));
    api.on(streamJob, aJob());
    api.on(applyCustomerPlan, () => {
      plan = aPlan({ jobId: 'job_1' });
      return { plan, jobId: 'job_1' };
    });
    await renderPage(<CustomerPlanPage />, { at, path });
    await rowsAreThere();

    await press('Import 2 customers');

    await expect.element(page.getByRole('link', { name: 'Import 11 tenants' })).toBeVisible();
    expect(page.getByRole('button', { name: 'Import 2 customers' }).elements()).toEqual([]);
  });

  test('some can be chosen, and those on hold get their reseller', async () => {
    api.on(createCustomerPlan, aPlan({ id: 'cpl_2' }));
    const { address } = await renderPage(<CustomerPlanPage />, { at, path });
    await rowsAreThere();

    await page.getByRole('checkbox', { name: 'Select Tailspin' }).click();
    await press('Name the reseller of 1');
    await press('Preview the import again');
    await expect.element(page.getByText('A partner id has only digits.')).toBeVisible();
    await userEvent.type(page.getByRole('textbox', { name: 'Partner id (MPN)' }), '4711');
    await press('Preview the import again');

    await expect.poll(address).toBe('/customers/plans/cpl_2');
    expect(api.seen(createCustomerPlan).at(-1)?.body).toMatchObject({ resellers: [{ tenantId: 'ten_2', mpn: '4711' }] });
  });

  test('a preview that is too old cannot be applied', async () => {
    api.on(getCustomerPlan, aPlan({ expiresAt: '2020-01-01T00:00:00Z' }));
    await renderPage(<CustomerPlanPage />, { at, path });

    await expect.element(page.getByText('This preview has expired; nothing was changed.', { exact: false })).toBeVisible();
    expect(page.getByRole('button', { name: /^Import/ }).elements()).toEqual([]);
  });

  test('what was refused says why', async () => {
    api.on(applyCustomerPlan, new Refused('plan_stale', 'This plan has expired. Preview it again.'));
    await renderPage(<CustomerPlanPage />, { at, path });
    await rowsAreThere();

    await press('Import 2 customers');

    await expect.element(page.getByText('This plan has expired. Preview it again.')).toBeVisible();
  });

  testLooks(
    'the preview of an import',
    () => <CustomerPlanPage />,
    async () => {
      await rowsAreThere();
    },
    { at, path },
  );
});

describe('duplicates', () => {
  const pairs = {
    data: [
      {
        first: side,
        second: { ...side, customerId: 'cus_2', name: 'Contoso old', tenantId: 't2', gone: true, subscriptions: 12 },
        reasons: [{ reason: 'sameDomain' as const, value: 'contoso.example' }],
        mergeable: { survivorId: 'cus_1', goneId: 'cus_2' },
      },
    ],
  };
  beforeEach(() => {
    api.on(listDuplicates, pairs);
    api.on(listCustomerPlans, { data: [aMerge({ id: 'cpl_9', state: 'applied', appliedAt: '2026-10-01T10:00:00Z', undoable: true })] });
  });
  const isThere = () => expect.element(page.getByText('Same domain contoso.example')).toBeVisible();
  const where = '/customers/duplicates';

  test('a pair is shown side by side with its reason, and a merge is previewed', async () => {
    api.on(createCustomerPlan, aMerge());
    const { address } = await renderPage(<DuplicatesPage />, { at: where });
    await isThere();

    await press('Preview the merge into Contoso Ltd');

    await expect.poll(address).toBe(at);
    expect(api.seen(createCustomerPlan).at(-1)?.body).toEqual({ kind: 'merge', survivorId: 'cus_1', goneId: 'cus_2' });
  });

  test('two that both live at Microsoft cannot be merged, and it is said why', async () => {
    api.on(listDuplicates, { data: pairs.data.map((pair) => ({ ...pair, mergeable: null })) });
    await renderPage(<DuplicatesPage />, { at: where });

    await expect.element(page.getByText('Both live at Microsoft, so they are two customers.', { exact: false })).toBeVisible();
    expect(page.getByRole('button', { name: /Preview the merge/ }).elements()).toEqual([]);
  });

  test('that they are two is said once, with a reason', async () => {
    api.on(keepCustomersApart, undefined);
    await renderPage(<DuplicatesPage />, { at: where });
    await isThere();

    await press('They are two');
    const dialog = page.getByRole('dialog');
    await userEvent.type(dialog.getByRole('textbox', { name: 'Reason' }), 'Two companies of one holding');
    await dialog.getByRole('button', { name: 'They are two' }).click();

    await expect.poll(() => api.seen(keepCustomersApart).at(-1)?.body).toMatchObject({ customerId: 'cus_1', otherId: 'cus_2' });
  });

  test('the preview says what goes along; merged it can be undone', async () => {
    let plan = aMerge();
    api.on(getCustomerPlan, () => plan);
    api.on(applyCustomerPlan, () => {
      plan = aMerge({ state: 'applied', undoable: true, appliedAt: '2026-11-21T10:01:00Z' });
      return { plan, jobId: null };
    });
    api.on(undoCustomerPlan, () => {
      plan = aMerge({ state: 'undone' });
      return plan;
    });
    await renderPage(<CustomerPlanPage />, { at, path });
    await expect.element(page.getByRole('cell', { name: 'Subscriptions' })).toBeVisible();

    await press('Merge');
    await expect.element(page.getByText('Can be taken back', { exact: true })).toBeVisible();
    await press('Undo the merge');

    await expect.element(page.getByText('Undone', { exact: true })).toBeVisible();
    await expect.element(page.getByText('Taken back', { exact: true })).toBeVisible();
    await expect.element(page.getByText('Can be taken back', { exact: true })).not.toBeInTheDocument();
  });

  test('a split says who is itself again and what goes back, before and after', async () => {
    let plan = aMerge({ kind: 'split', title: 'Split Contoso old from Contoso Ltd' });
    api.on(getCustomerPlan, () => plan);
    api.on(applyCustomerPlan, () => {
      plan = { ...plan, state: 'applied', appliedAt: '2026-11-21T10:01:00Z' };
      return { plan, jobId: null };
    });
    await renderPage(<CustomerPlanPage />, { at, path });
    await expect.element(page.getByText('What would go back')).toBeVisible();
    await expect.element(page.getByRole('table', { name: 'What goes back' }).getByRole('cell', { name: '12' })).toBeVisible();

    await press('Split');

    await expect.element(page.getByText('What went back')).toBeVisible();
    await expect.element(page.getByRole('definition').first().getByRole('link')).toBeVisible();
  });

  test('what was merged long ago is split', async () => {
    api.on(createCustomerPlan, aPlan({ id: 'cpl_3', kind: 'split', title: 'Split' }));
    const { address } = await renderPage(<DuplicatesPage />, { at: where });
    await isThere();

    await press('Split Contoso old from Contoso Ltd');

    await expect.poll(address).toBe('/customers/plans/cpl_3');
    expect(api.seen(createCustomerPlan).at(-1)?.body).toEqual({ kind: 'split', customerId: 'cus_2' });
  });

  test('nobody twice is said', async () => {
    api.on(listDuplicates, { data: [] });
    await renderPage(<DuplicatesPage />, { at: where });

    await expect.element(page.getByText('Nobody is here twice')).toBeVisible();
  });

  testLooks('the duplicates', () => <DuplicatesPage />, isThere, { at: where });
});
