import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import {
  changeAccessTemplate,
  listAccessTemplates,
  listAccessTemplateVersions,
  removeAccessTemplate,
  saveAccessTemplate,
} from '#contract/access.ts';
import { chooseTemplateSegments, listSegments } from '#contract/customer-labels.ts';
import { getMe } from '#contract/sign-in.ts';
import { globalAdministrator } from '#model/access-roles.ts';
import { type FakeApi, installFakeApi, Refused } from '../../../test/fake-api.ts';
import { testLooks } from '../../../test/looks.ts';
import { aPerson } from '../../../test/make.ts';
import { renderPage } from '../../../test/render.tsx';
import { aListedTemplate, aTemplate } from '../samples.ts';
import { TemplatesPage } from './templates-page.tsx';

let api: FakeApi;
const group = '0d000000-0000-4000-8000-00000000000a';
const standard = aListedTemplate({ version: 2, groups: [{ groupId: group, roleIds: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451'] }] });
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listAccessTemplates, { data: [standard] });
});
afterEach(() => {
  api.uninstall();
});
const at = '/customers/access/templates';
const isThere = () => expect.element(page.getByRole('heading', { name: 'Standard', exact: true })).toBeVisible();

test('a template says its roles in words, what they are not enough for, and what it was before', async () => {
  api.on(listAccessTemplateVersions, { data: [standard, aTemplate({ version: 1, name: 'First', durationDays: 365, changedBy: 'Sam' })] });
  await renderPage(<TemplatesPage />, { at });

  await isThere();
  await expect.element(page.getByText('Global Reader')).toBeVisible();
  await expect.element(page.getByText(/Assign licences, Give consent/)).toBeVisible();
  await page.getByRole('button', { name: 'Show versions of Standard' }).click();
  await expect.element(page.getByRole('cell', { name: '365 days' })).toBeVisible();
});

test('it is changed as a new version of the one that was looked at, and its group keeps the roles that it has', async () => {
  api.on(changeAccessTemplate, { ...standard, version: 3 });
  await renderPage(<TemplatesPage />, { at });

  await page.getByRole('button', { name: 'Change Standard' }).click();
  await page.getByRole('checkbox', { name: /License Administrator/ }).click();
  await page.getByRole('button', { name: 'Keep as version 3' }).click();

  await expect
    .poll(() => api.seen(changeAccessTemplate)[0]?.body)
    .toMatchObject({
      version: 2,
      roleIds: expect.arrayContaining(['4d6ac14f-3453-41d0-bef9-a3e0c569773a']) as unknown,
      groups: standard.groups,
    });
});

test('a new one is not sent before it is complete, and never extends itself with Global Administrator', async () => {
  api.on(saveAccessTemplate, standard);
  await renderPage(<TemplatesPage />, { at });

  await page.getByRole('button', { name: 'Add a template' }).click();
  await page.getByRole('button', { name: 'Add the template' }).click();
  await expect.element(page.getByText('Choose at least one role.')).toBeVisible();
  expect(api.seen(saveAccessTemplate)).toEqual([]);
  await page.getByRole('textbox', { name: 'Name' }).fill('All rights');
  await page.getByRole('checkbox', { name: /^Global Administrator/ }).click();
  await page.getByRole('button', { name: 'Add the template' }).click();

  await expect
    .poll(() => api.seen(saveAccessTemplate)[0]?.body)
    .toMatchObject({ name: 'All rights', roleIds: [globalAdministrator], autoExtends: false });
});

test('other roles of Microsoft are found by a part of their name, and stay listed once they are chosen', async () => {
  api.on(saveAccessTemplate, standard);
  await renderPage(<TemplatesPage />, { at });

  await page.getByRole('button', { name: 'Add a template' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Mail');
  const exchange = page.getByRole('checkbox', { name: /^Exchange Administrator/ });
  expect(exchange.elements()).toEqual([]);
  const find = page.getByRole('textbox', { name: 'Find another role (optional)' });
  await find.fill('nobody has this');
  await expect.element(page.getByText('No role of Microsoft is called so.')).toBeVisible();
  await find.fill('exchange adm');
  await exchange.click();
  await find.fill('');
  await expect.element(exchange).toBeChecked();
  await page.getByRole('button', { name: 'Add the template' }).click();

  await expect.poll(() => api.seen(saveAccessTemplate)[0]?.body).toMatchObject({ roleIds: ['29232cdf-9323-42fd-ade2-1d097af3e4de'] });
});

test('somebody else’s change is told, and removing asks first', async () => {
  api.on(changeAccessTemplate, new Refused('precondition_failed'));
  api.on(removeAccessTemplate, undefined);
  await renderPage(<TemplatesPage />, { at });

  await page.getByRole('button', { name: 'Change Standard' }).click();
  await page.getByRole('button', { name: 'Keep as version 3' }).click();
  await expect.element(page.getByText('Somebody changed this since you looked')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Remove Standard' }).click();
  expect(api.seen(removeAccessTemplate)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Remove Standard' }).click();

  await expect.poll(() => api.seen(removeAccessTemplate).length).toBe(1);
});

test('without any the page says what one is', async () => {
  api.on(listAccessTemplates, { data: [] });
  await renderPage(<TemplatesPage />, { at });

  await expect.element(page.getByText('No templates yet')).toBeVisible();
});

testLooks('the templates of access', () => <TemplatesPage />, isThere, { at });

test('segments whose customers should get it are chosen by name', async () => {
  api.on(listSegments, { data: [{ segment: 'VIP', customers: 3 }] });
  api.on(chooseTemplateSegments, { segments: ['Banks', 'VIP'] });
  await renderPage(<TemplatesPage />, { at });
  await isThere();
  await expect.element(page.getByText('No segment')).toBeVisible();

  await page.getByRole('button', { name: 'Segments of Standard' }).click();
  await expect.element(page.getByText(/In use: VIP\./)).toBeVisible();
  await page.getByRole('textbox', { name: 'Segments (optional)' }).fill('VIP, Banks');
  await page.getByRole('button', { name: 'Save' }).click();

  await expect.poll(() => api.seen(chooseTemplateSegments)[0]?.body).toEqual({ segments: ['VIP', 'Banks'] });
});
