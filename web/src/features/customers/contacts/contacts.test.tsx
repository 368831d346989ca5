import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  addRecipient,
  changeRecipient,
  chooseLeadingAccount,
  getCustomerContacts,
  listBillToEdits,
  listContactChanges,
  listNotOrderable,
  previewBillTo,
  removeRecipient,
} from '#contract/contacts.ts';
import { changeCustomerDetails, changeFieldOwners, getCustomerDetails, getFieldOwners } from '#contract/customer-details.ts';
import { getMe } from '#contract/sign-in.ts';
import { type FakeApi, installFakeApi, Refused } from '../../../test/fake-api.ts';
import { testLooks } from '../../../test/looks.ts';
import { aPerson } from '../../../test/make.ts';
import { renderPage } from '../../../test/render.tsx';
import { CustomerContacts } from '../customer-contacts.tsx';
import { NotOrderablePage } from '../not-orderable/not-orderable-page.tsx';
import type { Account, DetailRow, RecipientShape } from './queries.ts';

const anAccount: Account = {
  connectionId: 'con_1',
  connectionName: 'Contoso CSP',
  sells: true,
  billTo: {
    ...{ companyName: 'Contoso Ltd', firstName: 'Ana', lastName: 'Bow', email: 'ana@contoso.example', phone: '' },
    ...{ addressLine1: 'One Way', addressLine2: '', city: 'Redmond', state: 'WA', postalCode: '98052', country: 'US' },
    ...{ culture: 'en-US', language: 'en' },
  },
  registrationNumber: '',
  domains: ['contoso.example'],
  problems: [{ field: 'phone', problem: 'missing' }],
  rules: {
    ...{ country: 'US', isStateRequired: true, states: ['WA', 'OR'], isPostalCodeRequired: true, isCityRequired: true },
    ...{ postalCodePattern: '^\\d{5}$', phonePattern: '', isRegistrationNumberSupported: false },
  },
  readAt: '2026-11-20T09:00:00Z',
  source: null,
  isStale: false,
};
const aDetail: DetailRow = {
  field: 'phone',
  owner: 'ours',
  value: '030 1',
  origin: 'here',
  change: 'here',
  because: 'Kept here.',
  atMicrosoft: '4255550100',
  inPsa: null,
  note: 'movedAtMicrosoft',
  own: { value: '030 1', changedBy: 'Ana', changedAt: '2026-11-19T09:00:00Z' },
};
const aName: DetailRow = {
  ...aDetail,
  field: 'name',
  owner: 'locked',
  value: 'Contoso Ltd',
  origin: 'microsoft',
  change: 'none',
  atMicrosoft: 'Contoso Ltd',
  note: null,
  own: null,
};
const aRecipient: RecipientShape = {
  ...{ id: 'rec_1', name: 'Books', email: 'books@contoso.example', costCentre: 'Berlin', language: '' },
  ...{ purchaseOrder: '4711', delivery: 'email', version: 3 },
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(getCustomerContacts, {
    accounts: [anAccount],
    leading: { connectionId: 'con_1', connectionName: 'Contoso CSP', because: 'only' },
    leadingChoice: null,
    primary: { name: 'Ana Bow', email: 'ana@contoso.example', phone: '' },
    billing: { followsPrimary: false, recipients: [aRecipient] },
  });
  api.on(getCustomerDetails, { data: [aName, aDetail] });
  api.on(listBillToEdits, {
    data: [
      {
        ...{ planId: 'plan_9', state: 'rejected', summary: 'Change the city', sentence: 'Somebody changed it there first.' },
        ...{ createdAt: '2026-11-20T09:00:00Z', createdBy: 'Ana' },
      },
    ],
  });
  api.on(listContactChanges, {
    data: [
      {
        at: '2026-11-19T09:00:00Z',
        connectionName: 'Contoso CSP',
        cause: 'sync',
        changes: { city: { before: 'Seattle', after: 'Redmond' } },
      },
    ],
  });
  api.on(listNotOrderable, {
    data: [
      {
        ...{ customerId: 'cus_1', customerName: 'Contoso Ltd', connectionId: 'con_1', connectionName: 'Contoso CSP' },
        problems: [{ field: 'phone', problem: 'missing' }],
        ...{ since: '2026-11-01T09:00:00Z', readAt: '2026-11-20T09:00:00Z', source: null, isStale: false },
      },
      {
        ...{ customerId: 'cus_2', customerName: 'Fabrikam BV', connectionId: 'con_1', connectionName: 'Contoso CSP' },
        problems: [{ field: 'state', problem: 'malformed' }],
        ...{ since: '2026-11-01T09:00:00Z', readAt: '2026-11-20T09:00:00Z', source: null, isStale: false },
      },
    ],
  });
});
afterEach(() => {
  api.uninstall();
});
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const at = '/customers/cus_1?tab=contacts';
const Contacts = () => (
  <div style={{ flex: 1, minWidth: 0, overflow: 'auto' }}>
    <CustomerContacts customerId="cus_1" />
  </div>
);
const isThere = () => expect.element(page.getByText('Phone is missing')).toBeVisible();

describe('the billing profile', () => {
  test('says what is missing, who owns it, what it was before and what became of a change', async () => {
    await renderPage(<Contacts />, { at });
    await isThere();

    await expect.element(page.getByText('Managed in Partner Center.', { exact: false })).toBeVisible();
    await expect.element(page.getByRole('cell', { name: 'Seattle' })).toBeVisible();
    await expect.element(page.getByText('Refused')).toBeVisible();
    await expect.element(page.getByText('Somebody changed it there first.')).toBeVisible();
  });

  test('is changed through a preview, and only what was changed is sent', async () => {
    api.on(previewBillTo, new Refused('write_switched_off', 'Writing is off for Contoso CSP.'));
    const { address } = await renderPage(<Contacts />, { at });
    await isThere();

    await press('Change it at Microsoft');
    await expect.poll(address).toContain('edit=con_1');
    await press('Preview the change');
    await expect.element(page.getByText('Nothing is changed yet.')).toBeVisible();
    await userEvent.type(page.getByRole('textbox', { name: 'Phone' }), '4255550100');
    await press('Preview the change');

    await expect.element(page.getByText('Writing is off for Contoso CSP.')).toBeVisible();
    expect(api.seen(previewBillTo).map(({ body }) => body)).toEqual([{ connectionId: 'con_1', changes: { phone: '4255550100' } }]);
  });

  test('moves to another country, which is not judged by the rules of this one', async () => {
    api.on(previewBillTo, new Refused('write_switched_off', 'Writing is off for Contoso CSP.'));
    await renderPage(<Contacts />, { at: `${at}&edit=con_1` });

    await page.getByRole('textbox', { name: 'Country' }).fill('GB');
    await page.getByRole('textbox', { name: 'Postal code' }).fill('SW1A 1AA');
    await page.getByRole('textbox', { name: 'State' }).fill('');
    await press('Preview the change');

    await expect.element(page.getByText('Writing is off for Contoso CSP.')).toBeVisible();
    expect(api.seen(previewBillTo).map(({ body }) => body)).toMatchObject([
      { changes: { country: 'GB', postalCode: 'SW1A 1AA', state: '' } },
    ]);
  });

  test('that Microsoft would not take is not sent', async () => {
    await renderPage(<Contacts />, { at: `${at}&edit=con_1` });

    const postal = page.getByRole('textbox', { name: 'Postal code' });
    await postal.fill('ABC');
    await press('Preview the change');

    await expect.element(page.getByText('Postal code is not taken in this country.')).toBeVisible();
    expect(api.seen(previewBillTo)).toEqual([]);
  });

  test('is only looked at by who may not change customers', async () => {
    api.on(getMe, aPerson({ role: 'readOnly' }));
    await renderPage(<Contacts />, { at: `${at}&edit=con_1` });

    await isThere();
    expect(page.getByRole('textbox', { name: 'Phone' }).elements()).toEqual([]);
  });

  testLooks('the contacts of a customer', () => <Contacts />, isThere, { at });
  testLooks(
    'the form of a billing profile',
    () => <Contacts />,
    async () => {
      await expect.element(page.getByRole('textbox', { name: 'Phone' })).toBeVisible();
    },
    { at: `${at}&edit=con_1` },
  );
});

describe('the leading account', () => {
  const north = { connectionId: 'con_1', connectionName: 'Contoso CSP' };
  const south = { connectionId: 'con_2', connectionName: 'Contoso South' };
  const both = {
    accounts: [anAccount, { ...anAccount, ...south, billTo: { ...anAccount.billTo, phone: '2' }, problems: [] }],
    primary: { name: 'Ana Bow', email: 'ana@contoso.example', phone: '' },
    billing: { followsPrimary: true, recipients: [] },
  };
  const isShown = () => expect.element(page.getByRole('heading', { name: 'Leading account' })).toBeVisible();

  test('is told with its reason where several sell, and another is chosen', async () => {
    api.on(getCustomerContacts, { ...both, leading: { ...north, because: 'longest' }, leadingChoice: null });
    api.on(chooseLeadingAccount, {
      ...both,
      leading: { ...south, because: 'chosen' },
      leadingChoice: { ...south, chosenBy: 'Ana', chosenAt: '2026-11-20T09:00:00Z', isInForce: true },
    });
    await renderPage(<Contacts />, { at });
    await isShown();
    await expect.element(page.getByText('it has done so for the longest here.', { exact: false })).toBeVisible();

    await page.getByRole('combobox', { name: 'Who leads' }).selectOptions('Contoso South');

    await expect.poll(() => api.seen(chooseLeadingAccount).map(({ body }) => body)).toEqual([{ connectionId: 'con_2' }]);
  });

  const left = {
    ...both,
    leading: { ...north, because: 'only' as const },
    leadingChoice: { ...south, chosenBy: 'Ana', chosenAt: '2026-11-20T09:00:00Z', isInForce: false },
    accounts: both.accounts.map((account) => ({ ...account, sells: account.connectionId === 'con_1' })),
  };

  test('that was chosen and has left is said, and the choice can be dropped', async () => {
    api.on(getCustomerContacts, left);
    api.on(chooseLeadingAccount, { ...left, leadingChoice: null });
    await renderPage(<Contacts />, { at });
    await isShown();
    await expect
      .element(page.getByText('Ana chose Contoso South, which does not sell to this customer any more.', { exact: false }))
      .toBeVisible();

    await page.getByRole('combobox', { name: 'Who leads' }).selectOptions('The one that sells to it for the longest');

    await expect.poll(() => api.seen(chooseLeadingAccount).map(({ body }) => body)).toEqual([{ connectionId: null }]);
  });

  test('is not asked about where one account sells', async () => {
    await renderPage(<Contacts />, { at });
    await isThere();

    expect(page.getByRole('heading', { name: 'Leading account' }).elements()).toEqual([]);
  });

  testLooks(
    'a leading account that has left',
    () => {
      api.on(getCustomerContacts, left);
      return <Contacts />;
    },
    isShown,
    { at },
  );
});

describe('the details', () => {
  test('say of each field where it comes from and whose it is, and what Microsoft says besides', async () => {
    await renderPage(<Contacts />, { at });
    await isThere();

    const table = page.getByRole('table', { name: 'Details, field by field' });
    await expect.element(table.getByText('Microsoft, changed there only')).toBeVisible();
    await expect.element(table.getByLabelText('Locked:')).toBeVisible();
    await expect.element(table.getByText('Microsoft says “4255550100” since.')).toBeVisible();
  });

  test('that are ours are changed here; one that is emptied follows Microsoft again', async () => {
    api.on(changeCustomerDetails, { data: [aName] });
    await renderPage(<Contacts />, { at });
    await isThere();

    await press('Change what is ours');
    await page.getByRole('textbox', { name: 'Phone' }).fill('');
    await press('Keep');

    await expect.poll(() => api.seen(changeCustomerDetails).at(-1)?.body).toEqual({ changes: { phone: null } });
  });

  test('get another owner for all customers, only what was chosen, bound to what was seen', async () => {
    api.on(getFieldOwners, { data: [{ field: 'name', owner: 'locked', choices: ['locked', 'ours', 'psa'], isAgreed: null }], version: 4 });
    api.on(changeFieldOwners, { data: [], version: 5 });
    await renderPage(<Contacts />, { at });
    await isThere();

    await press('Choose owners');
    await page.getByRole('combobox', { name: 'Name' }).selectOptions('psa');
    await press('Save for all customers');

    await expect.poll(() => api.seen(changeFieldOwners).at(-1)?.body).toEqual({ owners: { name: 'psa' }, version: 4 });
  });

  test('may be agreed to beforehand: then a reseller’s change needs no decision', async () => {
    const choices = ['microsoft', 'locked', 'ours'] as const;
    api.on(getFieldOwners, {
      data: [
        { field: 'phone', owner: 'microsoft', choices: [...choices], isAgreed: true },
        { field: 'city', owner: 'microsoft', choices: [...choices], isAgreed: false },
      ],
      version: 4,
    });
    api.on(changeFieldOwners, { data: [], version: 5 });
    await renderPage(<Contacts />, { at });
    await isThere();

    await press('Choose owners');
    await page.getByRole('checkbox', { name: 'Resellers may have it changed without a decision' }).nth(1).click();
    await press('Save for all customers');

    await expect.poll(() => api.seen(changeFieldOwners).at(-1)?.body).toEqual({ owners: {}, agreed: ['phone', 'city'], version: 4 });
  });
});

describe('who gets our bills', () => {
  test('is added with an address', async () => {
    api.on(addRecipient, { data: [aRecipient] });
    await renderPage(<Contacts />, { at });
    await isThere();

    await press('Add a recipient');
    await userEvent.type(page.getByRole('textbox', { name: 'Name' }), 'Books');
    await press('Add');
    await expect.element(page.getByText('Bills by e-mail need an address.')).toBeVisible();
    await userEvent.type(page.getByRole('textbox', { name: 'E-mail' }), 'books@contoso.example');
    await press('Add');

    await expect.poll(() => api.seen(addRecipient).at(-1)?.body).toMatchObject({ name: 'Books', email: 'books@contoso.example' });
  });

  test('is changed with the version that was seen; when somebody was faster that is said', async () => {
    api.on(changeRecipient, new Refused('precondition_failed', 'Somebody changed it meanwhile.'));
    await renderPage(<Contacts />, { at });
    await isThere();

    await press('Change Books');
    await press('Save');

    await expect.element(page.getByText('Somebody changed it meanwhile.')).toBeVisible();
    expect(api.seen(changeRecipient).at(-1)?.body).toMatchObject({ version: 3, costCentre: 'Berlin' });
  });

  test('is removed', async () => {
    api.on(removeRecipient, { data: [] });
    await renderPage(<Contacts />, { at });
    await isThere();

    await press('Remove Books');

    await expect.poll(() => api.seen(removeRecipient).at(-1)?.params).toMatchObject({ recipientId: 'rec_1' });
  });
});

describe('who cannot be ordered for', () => {
  const where = '/customers/not-orderable';
  const rowsAreThere = () => expect.element(page.getByRole('link', { name: 'Fabrikam BV' })).toBeVisible();

  test('is listed with what is missing, and leads to where it is put right', async () => {
    const { address } = await renderPage(<NotOrderablePage />, { at: where });
    await rowsAreThere();
    await expect.element(page.getByText('2 customers for whom nothing can be ordered')).toBeVisible();

    await page.getByRole('link', { name: 'Contoso Ltd' }).click();

    await expect.poll(address).toBe('/customers/cus_1?tab=contacts&edit=con_1');
  });

  test('is filtered by the field that is missing, and the count follows', async () => {
    await renderPage(<NotOrderablePage />, { at: `${where}?field=state` });
    await rowsAreThere();

    await expect.element(page.getByRole('button', { name: 'Export 1 row' })).toBeVisible();
  });

  test('nobody is said', async () => {
    api.on(listNotOrderable, { data: [] });
    await renderPage(<NotOrderablePage />, { at: where });

    await expect.element(page.getByText('Everybody can be ordered for')).toBeVisible();
  });

  testLooks('who cannot be ordered for', () => <NotOrderablePage />, rowsAreThere, { at: where });
});
