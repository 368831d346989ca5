import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { Keyboard } from '../support/keyboard.ts';
import { aDataFolder, type System, startSystem } from '../support/start-system.ts';

// Who is who, without a mouse: a customer that is here already, one that is expected and invited, and an import of all tenants.
const folder = aDataFolder();
let system: System;
let browser: Browser;
let page: Page;
let keyboard: Keyboard;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(folder.dataDir), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
  page.setDefaultTimeout(60_000);
  keyboard = new Keyboard(page);
  await page.goto(await system.link());
  await heading('Overview');
});
afterAll(async () => {
  await browser.close();
  await system.running.stop();
  folder.remove();
});

const heading = (name: string) => page.getByRole('heading', { name, level: 1, exact: true }).waitFor();

test('who is here already is opened; who is not is expected, invited and noted when the link is opened', async () => {
  const { data } = await system.get<{ data: { name: string; domain: string }[] }>('/customers?limit=1');
  const known = data[0];
  if (known === undefined) throw new Error('The sample has no customers');
  await page.goto(`${system.url}/customers`);
  await heading('Customers');
  await keyboard.pressOn('Add customer');
  await keyboard.fill('Domain or tenant id', known.domain);
  await keyboard.pressOn('Look it up');
  await page.getByText('This tenant is already here').waitFor();
  await keyboard.pressOn(`Open ${known.name}`);
  await heading(known.name);

  await page.goto(`${system.url}/customers/expected`);
  await heading('Expected customers');
  await keyboard.pressOn('Add customer');
  await keyboard.fill('Domain or tenant id', 'nobody-has-this.example.com');
  await keyboard.pressOn('Look it up');
  await keyboard.fill('Name', 'Nobody yet');
  await keyboard.pressOn('Expect it and invite');
  await keyboard.pressOn('Make the link');
  const link = await page
    .getByText(/\/invitation\/\S+$/)
    .first()
    .textContent();
  expect((await fetch(link ?? '', { redirect: 'manual' })).status).toBe(303);
  const expected = await system.get<{ data: { name: string; openedAt: string | null }[] }>('/expected-customers');
  expect(expected.data.map(({ name }) => name)).toEqual(['Nobody yet']);
  expect(expected.data[0]?.openedAt).not.toBeNull();
});

test('all tenants of an account are previewed, and those that are here already are not imported again', async () => {
  await page.goto(`${system.url}/customers/import`);
  await heading('Import customers');
  await keyboard.pressOn('Preview the import');
  await page.getByRole('button', { name: /^Unchanged \d+/ }).waitFor();

  await page.getByRole('button', { name: 'Nothing to import' }).waitFor();
});

test('every page of customers is reached by its link and has one heading', async () => {
  for (const [link, name] of [
    ['Expected', 'Expected customers'],
    ['Import', 'Import customers'],
    ['Duplicates', 'Duplicates'],
    ['Not orderable', 'Not orderable'],
  ] as const) {
    await page.goto(`${system.url}/customers`);
    await heading('Customers');
    await keyboard.reach('All customers');
    await keyboard.pressOn(link);
    await heading(name);
  }
});
