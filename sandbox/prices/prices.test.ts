import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Decimal } from '../../src/lib/decimal.ts';
import { aSandbox, type TestSandbox } from '../testing.ts';
import { monthsOf } from '../world/estate/times.ts';
import { marketOf } from '../world/prices/markets.ts';
import { monthAt, monthFrom, monthStartMs, priceAt, priceIn } from '../world/prices/price-at.ts';
import { bare, usTime } from './csv.ts';
import { callOf } from './routes.ts';
import { sheetRows } from './sheet.ts';

let sandbox: TestSandbox;
let bearer: string;
beforeAll(async () => {
  sandbox = await aSandbox({ scale: 10 });
  bearer = await sandbox.bearer('pc-1', 'https://api.partner.microsoft.com');
});
afterAll(() => sandbox.sandbox.close());

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${sandbox.url}/api.partner.microsoft.com/v1.0/sales/${path}`, { headers: { authorization: `Bearer ${bearer}`, ...headers } });
const sheetPath = (view = 'updatedlicensebased', market = 'US', query = '') =>
  `pricesheets(Market='${market}',PricesheetView='${view}')/$value${query}`;

async function textOf(answer: Response): Promise<string> {
  const files = Object.entries(unzipSync(new Uint8Array(await answer.arrayBuffer())));
  expect(files.length).toBe(1);
  return strFromU8(files[0]?.[1] ?? new Uint8Array());
}

const cellsOf = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\r\n')
    .map((row) => row.slice(1, -1).split('","'));

const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');

describe('a price sheet', () => {
  test('is a zip of one CSV with the documented columns, to the byte', async () => {
    const answer = await ask(sheetPath());
    const text = await textOf(answer);

    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=updatedlicensebased_US_202611.zip');
    expect(text.split('\r\n')[0]).toBe(fixture('pricesheets.license-based.csv').split('\r\n')[0]);
    expect(text.endsWith('"\r\n')).toBe(true);
  });

  test('has the documented row of Advanced Communications', async () => {
    const row = cellsOf(await textOf(await ask(sheetPath()))).find((cells) => cells[1] === 'CFQ7TTC0HDK0' && cells[8] === 'Annual');

    expect(row?.slice(7, 12)).toEqual(['P1Y', 'Annual', 'US', 'USD', '115.2']);
    expect(row?.at(-1)).toBe('144');
  });

  test.each([
    ['updatedlicensebased', 'US', '202611'],
    ['updatedlicensebased', 'DE', '202604'],
    ['updatedlicensebased', 'JP', '202512'],
    ['software', 'GB', '202611'],
    ['azure_reservations', 'US', '202611'],
    ['marketplace', 'FR', '202610'],
  ] as const)('every row of %s in %s for %s is the price of that month', async (view, market, month) => {
    const { world } = sandbox.sandbox;
    const cells = cellsOf(await textOf(await ask(sheetPath(view, market, `?timeline=history&month=${month}`)))).slice(1);
    const at = new Date(monthStartMs(monthFrom(month) ?? 0)).toISOString();
    const expected = world.tables.availabilities.all().flatMap((sale) => {
      const price = priceAt(world, sale, at, market);
      const term = new Decimal(monthsOf(sale.term)).div(monthsOf(sale.billingCycle));
      return [
        `${sale.productId}/${sale.skuId}/${bare(new Decimal(price.unitPrice).times(term).toFixed(2))}/${bare(new Decimal(price.erpPrice).times(term).toFixed(2))}`,
      ];
    });

    expect(cells.length).toBeGreaterThan(0);
    for (const row of cells) {
      expect(expected).toContain(`${String(row[1])}/${String(row[2])}/${String(row[11])}/${String(row[17])}`);
      expect(row[10]).toBe(marketOf(market)?.currency);
    }
  });

  test('of the present month shows the estate’s own prices', () => {
    const { world } = sandbox.sandbox;
    const us = marketOf('US') ?? { country: 'US', currency: 'USD', symbol: '$', factor: '1' };
    for (const { sale, unitPrice } of sheetRows(world, 'updatedlicensebased', us, monthAt(world.options.startsAt)))
      expect(unitPrice).toBe(new Decimal(sale.unitPrice).times(monthsOf(sale.term) / monthsOf(sale.billingCycle)).toFixed(2));
  });

  test('holds the price of one charge when the switch says so', async () => {
    const monthly = (rows: string[][]) =>
      Number(rows.find((row) => row[1] === 'CFQ7TTC0LH18' && row[7] === 'P1Y' && row[8] === 'Monthly')?.[11]);
    const whole = monthly(cellsOf(await textOf(await ask(sheetPath()))));
    await sandbox.send('POST', 'switches/prices', { sheetTerms: 'perCharge' });
    const charge = monthly(cellsOf(await textOf(await ask(sheetPath()))));
    await sandbox.send('POST', 'switches/prices', { sheetTerms: 'wholeTerm' });

    expect(whole).toBeCloseTo(charge * 12, 6);
  });

  test('of extended service terms is three percent above the monthly plan', async () => {
    const row = cellsOf(await textOf(await ask(sheetPath('licensebasedest')))).find((cells) => cells[1] === 'CFQ7TTC0LH18');

    expect(row?.[3]).toBe('Microsoft 365 Business Basic (Extended Service Term)');
    expect(row?.slice(7, 9)).toEqual(['P1M', 'Monthly']);
    expect(row?.[11]).toBe('5.93');
  });

  test('is not sent again while it is the same', async () => {
    const etag = (await ask(sheetPath())).headers.get('etag') ?? '';
    const again = await ask(sheetPath(), { 'if-none-match': etag });

    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect((await ask(sheetPath('software'), { 'if-none-match': etag })).status).toBe(200);
  });

  test('of next month is there only when something changes', async () => {
    const { world } = sandbox.sandbox;
    await sandbox.send('POST', 'switches/prices', { moves: 1 });
    const next = cellsOf(await textOf(await ask(sheetPath('updatedlicensebased', 'US', '?timeline=future'))));
    const sale = world.tables.availabilities
      .by('sku', 'CFQ7TTC0LH18:0001')
      .find((one) => one.term === 'P1Y' && one.billingCycle === 'annual');
    const row = next.find((cells) => cells[1] === 'CFQ7TTC0LH18' && cells[8] === 'Annual' && cells[7] === 'P1Y');
    expect(row?.[11]).toBe(sale === undefined ? '' : bare(priceIn(world, sale, monthAt(world.now()) + 1).unitPrice));
    expect(row?.[14]).toBe('12/1/2026 12:00:00 AM');

    await sandbox.send('POST', 'switches/prices', { moves: 0 });
    expect((await ask(sheetPath('updatedlicensebased', 'US', '?timeline=future'))).status).toBe(404);
    await sandbox.send('POST', 'switches/prices', { moves: 0.08 });
  });

  test('is plain when the switch says so and nobody asks for deflate', async () => {
    await sandbox.send('POST', 'switches/prices', { sheetForm: 'csv' });
    expect((await (await ask(sheetPath())).text()).startsWith('"ProductTitle"')).toBe(true);
    await sandbox.send('POST', 'switches/prices', { sheetForm: 'zip' });
  });

  test.each([
    ['an unknown market', sheetPath('updatedlicensebased', 'XX'), 404],
    ['an unknown view', sheetPath('everything'), 404],
    ['a month to come', sheetPath('updatedlicensebased', 'US', '?timeline=history&month=202701'), 404],
    ['a month long gone', sheetPath('updatedlicensebased', 'US', '?timeline=history&month=202001'), 404],
    ['no month at all', sheetPath('updatedlicensebased', 'US', '?timeline=history'), 400],
    ['a strange timeline', sheetPath('updatedlicensebased', 'US', '?timeline=soon'), 400],
    ['another collection', "invoices(Month='202611')/$value", 404],
  ])('%s is refused', async (_, path, status) => {
    expect((await ask(path)).status).toBe(status);
  });

  test('is for people who sell, with a token for this host', async () => {
    const other = await sandbox.bearer('pc-1', 'https://api.partnercenter.microsoft.com');
    const app = await sandbox.token('pc-1', { grant_type: 'client_credentials', resource: 'https://api.partner.microsoft.com' });

    expect((await ask(sheetPath(), { authorization: 'Bearer nothing' })).status).toBe(401);
    expect((await ask(sheetPath(), { authorization: `Bearer ${other}` })).status).toBe(401);
    expect((await ask(sheetPath(), { authorization: `Bearer ${String(app.body['access_token'])}` })).status).toBe(403);
  });
});

describe('the other files', () => {
  test('exchange rates and the offer matrix have the documented columns', async () => {
    const rates = await textOf(await ask("fxrates(Month='202610')/$value"));
    const matrix = await textOf(await ask("offermatrix(Month='202611')/$value"));

    expect(rates.split('\r\n')[0]).toBe(fixture('fxrates.csv').split('\r\n')[0]);
    expect(matrix.split('\r\n')[0]).toBe(fixture('offermatrix.csv').split('\r\n')[0]);
    expect(cellsOf(matrix).find((row) => row[1] === 'CFQ7TTC0LH18')?.[11]).toBe('CFQ7TTC0LDPB/0001,CFQ7TTC0LF8Q/0001');
    expect((await ask("fxrates(Month='203001')/$value")).status).toBe(404);
  });

  test('names and arguments are read in any case, times as in the United States', () => {
    expect(callOf("PriceSheets(market='US', PricesheetView='software')")?.values.get('pricesheetview')).toBe('software');
    expect(callOf('pricesheets')).toBeUndefined();
    expect(usTime(Date.parse('2021-02-04T20:35:31Z'))).toBe('2/4/2021 8:35:31 PM');
    expect(usTime(Date.parse('2019-02-01T00:00:00Z'))).toBe('2/1/2019 12:00:00 AM');
  });
});
