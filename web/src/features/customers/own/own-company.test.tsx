import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { getOwnCompany } from '#contract/own-company.ts';
import { askAsCustomer, listOwnRequests, withdrawOwnRequest } from '#contract/own-requests.ts';
import { getMe } from '#contract/sign-in.ts';
import type { ReplyOf } from '../../../lib/api.ts';
import { meQuery } from '../../../lib/use-me.ts';
import { type FakeApi, installFakeApi, Refused } from '../../../test/fake-api.ts';
import { testLooks } from '../../../test/looks.ts';
import { aPerson } from '../../../test/make.ts';
import { renderPage } from '../../../test/render.tsx';
import { OwnCompanyPage } from './own-company-page.tsx';

const at = '2026-11-20T09:00:00Z';
const company = {
  ...{ id: 'cus_1', name: 'Contoso Ltd', domain: 'contoso.example' },
  subscriptions: [
    {
      id: 'sub_1',
      name: 'Business Premium',
      seats: 25,
      status: 'active',
      term: 'P1Y',
      frequency: 'monthly',
      endsOn: '2027-03-01',
      autoRenew: true,
    },
  ],
  access: [{ name: 'Support', state: 'active', endsAt: '2027-05-01T00:00:00Z', autoExtends: false, roles: ['Global Reader'] }],
  contacts: [
    {
      connectionId: 'con_1',
      billTo: {
        ...{ companyName: 'Contoso Ltd', firstName: 'Ana', lastName: 'Bow', email: 'ana@contoso.example', phone: '1' },
        ...{ addressLine1: 'A street', addressLine2: '', city: 'Redmond', state: 'WA', postalCode: '98052', country: 'US' },
        ...{ culture: 'en-US', language: 'en' },
      },
      readAt: at,
    },
  ],
} as const;

const asked: ReplyOf<typeof askAsCustomer> = {
  ...{ id: 'chg_1', wish: { kind: 'seats', subscriptionId: 'sub_1', seats: 30 }, note: 'five more', state: 'asked' },
  ...{ askedBy: 'Ana', askedAt: at, decidedAt: null, reason: '' },
};

let api: FakeApi;
const answer = (given: object = {}) => {
  api.on(getOwnCompany, {
    ...company,
    subscriptions: [...company.subscriptions],
    access: company.access.map((each) => ({ ...each, roles: [...each.roles] })),
    contacts: [...company.contacts],
    ...given,
  });
};
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson({ role: 'customerUser', customer: { id: 'cus_1' } }));
  api.on(listOwnRequests, { data: [] });
  answer();
});
afterEach(() => {
  api.uninstall();
});

/** In the product the frame asks who is signed in. */
function Signed() {
  useQuery(meQuery);
  return <OwnCompanyPage />;
}
const open = () => renderPage(<Signed />, { at: '/' });

test('people of a customer see what it has, who may act in its tenant, and its contact', async () => {
  await open();

  await expect.element(page.getByText('Business Premium')).toBeVisible();
  await expect.element(page.getByText('Global Reader')).toBeVisible();
  await expect.element(page.getByText('Redmond')).toBeVisible();
});

test('what is not there is said', async () => {
  answer({ subscriptions: [], access: [], contacts: [] });
  await open();

  await expect.element(page.getByText('Your company has no subscription.')).toBeVisible();
  await expect.element(page.getByText('Your provider has no access.')).toBeVisible();
  await expect.element(page.getByText('Your provider has not read them yet.')).toBeVisible();
});

test('a change is asked for from the page, and what differs is all that is sent', async () => {
  api.on(askAsCustomer, { ...asked, wish: { kind: 'billTo', changes: { city: 'Seattle' } } });
  await open();
  await page.getByRole('button', { name: 'Ask for a change' }).click();
  await page.getByLabelText('City').fill('Seattle');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();

  await expect
    .poll(() => api.seen(askAsCustomer)[0]?.body)
    .toEqual({ connectionId: 'con_1', note: '', wish: { kind: 'billTo', changes: { city: 'Seattle' } } });
  await expect.element(page.getByText('Asked. Your provider decides.')).toBeVisible();
});

test('other seats are asked for, and what waits is taken back with a reason', async () => {
  api.on(askAsCustomer, asked);
  api.on(withdrawOwnRequest, { ...asked, state: 'withdrawn' });
  await open();
  await expect.element(page.getByText('Nothing was asked for yet. Your provider decides about what you ask for.')).toBeVisible();
  api.on(listOwnRequests, { data: [asked, { ...asked, id: 'chg_0', state: 'declined', reason: 'Please call us' }] });
  await page.getByRole('button', { name: 'Ask for other seats of Business Premium' }).click();
  await page.getByLabelText('Seats', { exact: true }).fill('30');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();

  await expect.element(page.getByRole('cell', { name: '30 seats of Business Premium “five more”' }).first()).toBeVisible();
  await expect.element(page.getByText('Please call us')).toBeVisible();
  expect(api.seen(askAsCustomer)[0]?.body).toEqual({ note: '', wish: { kind: 'seats', subscriptionId: 'sub_1', seats: 30 } });
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('textbox').fill('we stay after all');
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect.poll(() => api.seen(withdrawOwnRequest)[0]?.body).toEqual({ reason: 'we stay after all' });
});

test('a company that is no customer any more is told so', async () => {
  api.on(getOwnCompany, new Refused('not_found', 'Your company is no customer here any more.'));
  await open();

  await expect.element(page.getByText('Your company is no customer here any more.')).toBeVisible();
});

testLooks(
  'what people of a customer see',
  () => (
    <main>
      <Signed />
    </main>
  ),
  async () => {
    await expect.element(page.getByText('Business Premium')).toBeVisible();
  },
  { at: '/' },
);
