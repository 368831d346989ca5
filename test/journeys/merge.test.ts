import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { aDataFolder, type System, startSystem, until } from '../support/start-system.ts';

// A company moved to another tenant and took its domain along: two records of one customer are found, merged and taken apart again.
type Customer = { readonly id: string; readonly name: string; readonly domain: string; readonly tenantId: string };

const folder = aDataFolder();
const [leaving, staying] = ['Adatum Corporation', 'Alpine Ski House'];
let system: System;
let browser: Browser;
let page: Page;
let old: Customer;
let domain = '';

const heading = (name: string) => page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
const known = async (name: string): Promise<Customer> => {
  const { data } = await system.get<{ data: Customer[] }>(`/customers?q=${encodeURIComponent(name)}`);
  const found = data.find((customer) => customer.name === name);
  if (found === undefined) throw new Error(`The sample has no ${name}`);
  return found;
};
/** Reads one customer or everything, and waits until the books are compared again: a preview is of what stands still. */
async function read(what: { readonly customerId?: string }): Promise<void> {
  const { jobIds } = await system.post<{ jobIds: string[] }>('/sync-runs', what);
  for (const id of jobIds) {
    const { status, result } = await system.job(id);
    expect(status).toBe('completed');
    const { comparedBy } = result as { readonly comparedBy?: string };
    if (comparedBy !== undefined) await system.job(comparedBy);
  }
}

/** The months of the start are compared behind it; a preview from before that is stale, as it should be. */
const nothingRuns = () =>
  until('no job runs', async () => {
    const { data } = await system.get<{ data: { status: string }[] }>('/jobs?limit=100');
    return data.every(({ status }) => status !== 'queued' && status !== 'running');
  });

/** What the list says of the two, without what a comparison or the time changes, and how many customers there are. */
async function listed(): Promise<{ readonly leaving: boolean; readonly staying: readonly string[]; readonly total: string }> {
  await page.goto(`${system.url}/customers`);
  await heading('Customers');
  const row = page.getByRole('row').filter({ hasText: staying });
  await row.waitFor();
  const total = await page.getByText(/^\d+ customers$/).textContent();
  const cells = (await row.innerText()).split('\n').slice(0, 5);
  return { leaving: (await page.getByRole('row').filter({ hasText: leaving }).count()) > 0, staying: cells, total: total ?? '' };
}

async function duplicates(): Promise<void> {
  await page.goto(`${system.url}/customers/duplicates`);
  await heading('Duplicates');
}
const said = (text: string) => page.getByText(text, { exact: true }).first().waitFor();
async function press(name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).press('Enter');
}

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(folder.dataDir), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(await system.link());
  await heading('Overview');
  old = await known(leaving);
  const own = await known(staying);
  ({ domain } = await system.control<{ domain: string }>('GET', `/truth/customers/${old.tenantId}`));
  await read({ customerId: old.id });
  // The sandbox knows no move of a domain, so the answer about the new tenant is given in its place.
  await system.control('POST', '/faults', {
    match: { remote: 'partner-center', method: 'GET', pathTemplate: '/v1/customers/{id}', customer: own.tenantId },
    do: {
      status: 200,
      body: {
        id: own.tenantId,
        companyProfile: { tenantId: own.tenantId, domain: own.domain, companyName: own.name },
        customDomains: [domain],
      },
    },
  });
  await read({ customerId: own.id });
});
afterAll(async () => {
  await browser.close();
  await system.running.stop();
  folder.remove();
});

test('two records with one domain are shown, and while both live at Microsoft there is nothing to merge', async () => {
  expect(await listed()).toMatchObject({ leaving: true, total: '60 customers' });

  await duplicates();
  await said(`Same domain ${domain}`);
  await said('Both live at Microsoft, so they are two customers. One can be merged when its relationship has ended.');
});

test('the one that Microsoft lists no more is merged as previewed, and taken back it is as before', async () => {
  await system.control('POST', '/tenant', { customer: old.tenantId, action: 'removeRelationship' });
  await read({});
  await nothingRuns();
  const before = await listed();
  expect(before).toMatchObject({ leaving: false, total: '59 customers' });

  await duplicates();
  await press(`Preview the merge into ${staying}`);
  await heading(`Merge ${leaving} into ${staying}`);
  await said('What would go along');
  expect(await listed()).toEqual(before);

  await page.goBack();
  await press('Merge');
  await said('Merged.');
  const plan = page.url();
  expect(await listed()).toEqual(before);
  await duplicates();
  await said('Nobody is here twice');

  await page.goto(plan);
  await press('Undo the merge');
  await said('Undone. They are as they were.');
  expect(await listed()).toEqual(before);
  await duplicates();
  await said('1 pair that may be one customer');
});
