import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { countAccess, createAccessPlan, listAccess, listAccessTemplates } from '#contract/access.ts';
import { getMe } from '#contract/sign-in.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { AccessPage } from './access-page.tsx';
import { aCount, aListedTemplate, anAccessRow } from './samples.ts';

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(
    listAccess,
    pageOf([
      anAccessRow({ name: 'Adatum GmbH', daysLeft: 6, flags: ['noAutoExtend'] }),
      anAccessRow({
        customerId: 'cus_2',
        name: 'Fabrikam BV',
        access: 'missing',
        ready: false,
        relationship: null,
        endsAt: null,
        daysLeft: null,
        flags: [],
      }),
    ]),
  );
  api.on(countAccess, aCount());
  api.on(getMe, aPerson());
});
afterEach(() => {
  api.uninstall();
});
const at = '/customers/access';
const rowsAreThere = () => expect.element(page.getByRole('link', { name: 'Fabrikam BV' })).toBeVisible();
const lastQuery = () => api.seen(listAccess).at(-1)?.query;

test('each customer shows its access, whether it is Ready, and what predicts trouble', async () => {
  await renderPage(<AccessPage />, { at });

  await rowsAreThere();
  await expect.element(page.getByText('Expires in 6 days · Does not extend itself')).toBeVisible();
  await expect.element(page.getByText('No tenant evidence')).toBeVisible();
});

test('what is in the way of a replacement is said with what to do', async () => {
  const [sentence, hint] = ['Partner Center may not write access.', 'Switch it on under Connections.'];
  const replacement = {
    relationshipId: 'rel-1',
    endsAt: '2026-12-01T10:00:00Z',
    word: 'writeOff',
    sentence,
    hint,
    planId: null,
  } as const;
  api.on(listAccess, pageOf([anAccessRow({ replacement })]));
  await renderPage(<AccessPage />, { at });

  await expect.element(page.getByText(`${sentence} ${hint}`)).toBeVisible();
});

test('a distributor that says otherwise is named, and counted as a filter of its own', async () => {
  const witness = {
    connectionId: 'con_9',
    connectionName: 'TD SYNNEX',
    told: 'EXPIRED',
    means: 'notActive',
    disagrees: true,
    readAt: '2026-11-21T08:00:00Z',
    source: null,
    isStale: false,
  } as const;
  api.on(listAccess, pageOf([anAccessRow({ witnesses: [witness, { ...witness, told: 'ACTIVE', means: 'active', disagrees: false }] })]));
  api.on(countAccess, aCount({ disagrees: 1 }));
  await renderPage(<AccessPage />, { at });

  await expect.element(page.getByText('TD SYNNEX says expired')).toBeVisible();
  await page.getByRole('button', { name: 'Distributor says otherwise 1' }).click();
  await expect.poll(() => lastQuery()?.['disagrees']).toBe('true');
});

test('while Graph cannot be read the last good state is shown with its time, and which account it is', async () => {
  api.on(listAccess, pageOf([anAccessRow({ access: 'error', ready: false, lastGood: { state: 'active', at: '2026-11-21T08:00:00Z' } })]));
  const unread = [{ connectionId: 'con_1', name: 'Northwind', since: '2026-11-21T09:00:00Z', reason: 'Graph answers 503.' }];
  api.on(countAccess, aCount({ error: 1, unread }));
  await renderPage(<AccessPage />, { at });

  await expect.element(page.getByText(/Was active \(Nov 21, 2026, .*\) before the error/)).toBeVisible();
  await expect.element(page.getByText('The access of Northwind could not be read')).toBeVisible();
});

test('a count is the filter for its customers, and a second click takes it away', async () => {
  const { address } = await renderPage(<AccessPage />, { at });
  await rowsAreThere();

  await page.getByRole('button', { name: 'Expires in 30 days 2' }).click();
  await expect.poll(lastQuery).toMatchObject({ endsWithin: '30' });
  expect(address()).toBe('/customers/access?endsWithin=30');

  await page.getByRole('button', { name: 'Expires in 30 days 2' }).click();
  await expect.poll(address).toBe('/customers/access');
});

test('customers are selected and asked for access from a template; who is left out is told', async () => {
  api.on(listAccessTemplates, { data: [aListedTemplate()] });
  api.on(createAccessPlan, {
    planId: 'plan_1',
    steps: 1,
    leftOut: [{ customerId: 'cus_2', name: 'Fabrikam BV', because: 'An invitation is out already.' }],
  });
  const { address } = await renderPage(<AccessPage />, { at });
  await rowsAreThere();

  await page.getByRole('checkbox', { name: 'Select Fabrikam BV' }).click();
  await page.getByRole('button', { name: 'Request access' }).click();
  await page.getByRole('button', { name: 'Preview the requests' }).click();

  await expect.poll(address).toBe('/plans/plan_1');
  expect(api.seen(createAccessPlan).at(-1)?.body).toEqual({ act: 'request', templateId: 'tpl_1', customerIds: ['cus_2'] });
});

test('a new template without roles says what is missing, and nothing is sent', async () => {
  api.on(listAccessTemplates, { data: [] });
  await renderPage(<AccessPage />, { at });
  await rowsAreThere();

  await page.getByRole('checkbox', { name: 'Select Fabrikam BV' }).click();
  await page.getByRole('button', { name: 'Request access' }).click();
  await page.getByRole('button', { name: 'Preview the requests' }).click();

  await expect.element(page.getByText('Choose at least one role.')).toBeVisible();
  expect(api.seen(createAccessPlan)).toEqual([]);
});

test('the coverage shows for each customer what its roles are enough for', async () => {
  await renderPage(<AccessPage />, { at: `${at}?view=coverage` });
  await rowsAreThere();

  await expect.element(page.getByRole('columnheader', { name: 'Give consent' })).toBeVisible();
  await expect.element(page.getByText('Yes').first()).toBeVisible();
});

test('relationships that could not be read are told, and what was read before stays', async () => {
  api.on(
    countAccess,
    aCount({ unread: [{ connectionId: 'con_1', name: 'Contoso CSP', since: '2026-11-21T10:00:00Z', reason: 'Graph answered 503.' }] }),
  );
  await renderPage(<AccessPage />, { at });

  await expect.element(page.getByText('The access of Contoso CSP could not be read')).toBeVisible();
  await rowsAreThere();
});

test('a list that cannot be read says why', async () => {
  api.on(listAccess, new Refused('forbidden', 'You need "customers:read".'));
  await renderPage(<AccessPage />, { at });

  await expect.element(page.getByText('You need "customers:read".')).toBeVisible();
});

testLooks('the board of access', () => <AccessPage />, rowsAreThere, { at });

test('where segments name a template it is proposed; who is undecided is said, and not guessed', async () => {
  const named = (name: string, segment: string) => ({ id: `tpl_${name}`, name, segments: [segment] });
  const missing = { access: 'missing', ready: false, relationship: null, endsAt: null, daysLeft: null } as const;
  api.on(
    listAccess,
    pageOf([
      anAccessRow({ customerId: 'cus_1', name: 'Adatum GmbH', ...missing, templates: [named('Gold', 'VIP')] }),
      anAccessRow({ customerId: 'cus_2', name: 'Fabrikam BV', ...missing, templates: [named('Gold', 'VIP'), named('Basic', 'Small')] }),
    ]),
  );
  api.on(listAccessTemplates, { data: [aListedTemplate()] });
  api.on(createAccessPlan, { planId: 'plan_1', steps: 1, leftOut: [] });
  await renderPage(<AccessPage />, { at });
  await rowsAreThere();
  await expect.element(page.getByText(/^Segments name several templates: Gold, Basic/)).toBeVisible();

  await page.getByRole('checkbox', { name: 'Select Adatum GmbH' }).click();
  await page.getByRole('checkbox', { name: 'Select Fabrikam BV' }).click();
  await page.getByRole('button', { name: 'Request access' }).click();

  await expect.element(page.getByText(/their segments name several templates: Fabrikam BV/)).toBeVisible();
  await page.getByRole('button', { name: 'Preview the requests' }).click();
  await expect.poll(() => api.seen(createAccessPlan).at(-1)?.body).toEqual({ act: 'request', customerIds: ['cus_1', 'cus_2'] });
});

test('roles that are fewer or more than the template of the segments are named, and filtered by', async () => {
  const roles = { lacking: ['4d6ac14f-3453-41d0-bef9-a3e0c569773a'], beyond: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451'] };
  api.on(listAccess, pageOf([anAccessRow({ templates: [{ id: 'tpl_1', name: 'Gold', segments: ['VIP'] }], templateRoles: roles })]));
  await renderPage(<AccessPage />, { at: `${at}?fit=tooFew` });

  await expect.element(page.getByText('Lacks of Gold: License Administrator · More than Gold: Global Reader')).toBeVisible();
  expect(lastQuery()).toMatchObject({ fit: 'tooFew' });
});
