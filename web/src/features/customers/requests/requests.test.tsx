import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  answerCustomerForm,
  decideChangeRequest,
  listChangeRequests,
  listCustomerForms,
  lookAtCustomerForm,
  makeCustomerForm,
} from '#contract/change-requests.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../../lib/use-me.ts';
import { type FakeApi, installFakeApi, Refused } from '../../../test/fake-api.ts';
import { testLooks } from '../../../test/looks.ts';
import { aPerson } from '../../../test/make.ts';
import { renderPage } from '../../../test/render.tsx';
import { FormCard } from './form-card.tsx';
import { FormPage } from './form-page.tsx';
import type { Request } from './queries.ts';
import { RequestsPage } from './requests-page.tsx';

const aRequest = (given: Partial<Request> = {}): Request => ({
  id: 'chg_1',
  customerId: 'cus_1',
  customerName: 'Contoso Ltd',
  origin: 'customer',
  wish: { kind: 'billTo', changes: { phone: '4255550100', state: 'WA' } },
  note: '',
  state: 'asked',
  askedBy: 'The customer, by form',
  askedAt: '2026-11-20T09:00:00Z',
  decidedBy: null,
  decidedAt: null,
  reason: '',
  planId: null,
  ...given,
});

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listChangeRequests, { data: [aRequest()] });
  api.on(lookAtCustomerForm, { fields: ['phone', 'state'], state: 'waiting', endsAt: '2026-12-04T09:00:00Z' });
  api.on(listCustomerForms, { data: [] });
});
afterEach(() => {
  api.uninstall();
});

function Signed() {
  useQuery(meQuery);
  return <RequestsPage />;
}
function SignedCard() {
  useQuery(meQuery);
  return <FormCard customerId="cus_1" />;
}
const open = () => renderPage(<Signed />, { at: '/customers/requests' });
const isThere = () => expect.element(page.getByText('Phone: 4255550100, State: WA')).toBeVisible();
const formAt = { at: '/form/a-token-of-a-form-0000000', path: '/form/$token' };
const openForm = () => renderPage(<FormPage />, formAt);

test('a request says who asks for what, and one click accepts it', async () => {
  api.on(decideChangeRequest, aRequest({ state: 'accepted', planId: 'plan_1', decidedBy: 'Ana' }));
  await open();
  await isThere();
  await page.getByRole('button', { name: 'Accept for Contoso Ltd' }).click();

  await expect
    .poll(() => api.seen(decideChangeRequest).map(({ params, body }) => ({ ...params, ...body })))
    .toEqual([{ id: 'chg_1', action: 'accept' }]);
});

test('what cannot be accepted says why, and the request still waits', async () => {
  api.on(decideChangeRequest, new Refused('write_switched_off', 'Writing billing profiles is switched off.'));
  await open();
  await page.getByRole('button', { name: 'Accept for Contoso Ltd' }).click();

  await expect.element(page.getByText('Writing billing profiles is switched off.')).toBeVisible();
  await isThere();
});

test('a request is declined with a reason', async () => {
  api.on(decideChangeRequest, aRequest({ state: 'declined', reason: 'They moved', decidedBy: 'Ana' }));
  await open();
  await page.getByRole('button', { name: 'Decline for Contoso Ltd' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('They moved');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');

  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  expect(api.seen(decideChangeRequest)[0]?.body).toEqual({ action: 'decline', reason: 'They moved' });
});

test('a reseller may only take its own request back', async () => {
  api.on(getMe, aPerson({ permissions: ['requests:read', 'requests:ask'] }));
  await open();

  await expect.element(page.getByRole('button', { name: 'Withdraw for Contoso Ltd' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Accept for Contoso Ltd' })).not.toBeInTheDocument();
});

test('without requests the page says how they come', async () => {
  api.on(listChangeRequests, { data: [] });
  await open();

  await expect.element(page.getByText('Nobody asked for a change yet')).toBeVisible();
});

test('a form asks for what is missing, names what cannot be taken at its field, and thanks', async () => {
  api.on(
    answerCustomerForm,
    new Refused('invalid', 'Microsoft would not take this.', {
      errors: [{ pointer: '/answers/state', code: 'malformed', detail: 'is not taken in this country' }],
    }),
  );
  await openForm();
  await page.getByRole('textbox', { name: 'Phone' }).fill('4255550100');
  await page.getByRole('textbox', { name: 'State' }).fill('Atlantis');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect.element(page.getByText('This is not taken in this country.')).toBeVisible();

  api.on(answerCustomerForm, undefined);
  await page.getByRole('textbox', { name: 'State' }).fill('WA');
  await page.getByRole('button', { name: 'Send' }).click();

  await expect.element(page.getByText(/Thank you/)).toBeVisible();
  expect(api.seen(answerCustomerForm).at(-1)?.body).toEqual({ answers: { phone: '4255550100', state: 'WA' } });
});

test('a form that was answered or is over asks for nothing', async () => {
  api.on(lookAtCustomerForm, { fields: ['phone'], state: 'answered', endsAt: '2026-12-04T09:00:00Z' });
  await openForm();

  await expect.element(page.getByRole('heading', { name: 'This form is closed' })).toBeVisible();
  await expect.element(page.getByRole('textbox')).not.toBeInTheDocument();
});

test('the link of a new form is shown once, with what it asks for', async () => {
  api.on(makeCustomerForm, {
    id: 'frm_1',
    url: 'https://concord.example/form/secret-of-the-form',
    fields: ['phone', 'state'],
    endsAt: '2026-12-04T09:00:00Z',
    subject: 'Details',
    message: 'Hello',
  });
  await renderPage(<SignedCard />);
  await page.getByRole('button', { name: 'Make a form' }).click();

  await expect.element(page.getByText('https://concord.example/form/secret-of-the-form')).toBeVisible();
  await expect.element(page.getByText('It asks for Phone, State.')).toBeVisible();
});

testLooks('the requests', () => <Signed />, isThere, { at: '/customers/requests' });
testLooks(
  'a form',
  () => <FormPage />,
  () => expect.element(page.getByRole('button', { name: 'Send' })).toBeVisible(),
  formAt,
);
