import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isoDay } from '../days.ts';
import { ProblemList } from '../problem.ts';
import { loadHeader } from './header.ts';
import { loadRates } from './rates.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-small-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

let made = 0;
async function keep(text: string): Promise<string> {
  const file = path.join(folder, `small-${(made += 1)}.json`);
  await writeFile(file, text);
  return file;
}

describe('the header of an invoice', () => {
  const read = async (value: object, problems = new ProblemList()) => loadHeader(await keep(JSON.stringify(value)), problems);

  test('says what the lines must add up to, in cents', async () => {
    const header = await read({
      id: 'G016907411',
      billingPeriodStartDate: '2026-07-01T00:00:00Z',
      billingPeriodEndDate: '2026-07-31T23:59:59Z',
      totalCharges: 142.8,
      subtotal: 120,
      tax: 22.8,
      lineCount: 4000,
      currencyCode: 'EUR',
    });

    expect(header).toMatchObject({ id: 'G016907411', lines: 4000, subtotal: 12_000, tax: 2280, total: 14_280 });
    expect([isoDay(header?.from ?? 0), isoDay(header?.to ?? 0)]).toEqual(['2026-07-01', '2026-07-31']);
  });

  test.each([
    ['112178841.98', 11_217_884_198],
    [112178841.98, 11_217_884_198],
    ['-5.10', -510],
    [0, 0],
    ['1.005', undefined],
    ['about 5', undefined],
    [undefined, undefined],
  ])('a total of %j is %j cents', async (totalCharges, cents) => {
    expect((await read({ totalCharges }))?.total).toBe(cents);
  });

  test('what it lacks it does not say', async () => {
    expect(await read({})).toEqual({
      id: '',
      from: undefined,
      to: undefined,
      lines: undefined,
      subtotal: undefined,
      tax: undefined,
      total: undefined,
    });
  });

  test('without a file there is none, and that is no problem', async () => {
    const problems = new ProblemList();

    expect(await loadHeader(undefined, problems)).toBeUndefined();
    expect(problems.problems).toEqual([]);
  });

  test.each(['', '{"id":', '[1]', '{"lineCount":"many"}', '"G1"'])('%j is said to be no header', async (text) => {
    const problems = new ProblemList();

    expect(await loadHeader(await keep(text), problems)).toBeUndefined();
    expect(problems.problems).toEqual([
      expect.objectContaining({ code: 'header_unreadable', partial: true, hint: 'Fetch the invoice header again.' }),
    ]);
  });
});

describe('the rates of the month', () => {
  const read = async (text: string, problems = new ProblemList()) => loadRates([await keep(text)], problems);

  test('into the billing currency, and taxes in millionths', async () => {
    const rates = await read('{"billingCurrency":"EUR","rates":{"USD":0.918443,"GBP":1.172305,"EUR":1},"taxRatePpm":{"DE":190000}}');

    expect(rates).toEqual({
      billingCurrency: 'EUR',
      rates: new Map([
        ['USD', 918_443],
        ['GBP', 1_172_305],
        ['EUR', 1_000_000],
      ]),
      taxPpm: new Map([['DE', 190_000]]),
    });
  });

  test('a rate of more than six digits is not taken: it would change every cent', async () => {
    expect((await read('{"rates":{"JPY":0.0061234567,"USD":0.9}}'))?.rates).toEqual(new Map([['USD', 900_000]]));
  });

  test('without a file there are none; what is missing has its default', async () => {
    expect(await loadRates([], new ProblemList())).toBeUndefined();
    expect(await read('{}')).toEqual({ billingCurrency: 'EUR', rates: new Map(), taxPpm: new Map() });
  });

  test.each(['', '{', '{"rates":{"USD":"0.9"}}', '{"rates":[1]}', 'null'])('%j is said to be none', async (text) => {
    const problems = new ProblemList();

    expect(await read(text, problems)).toBeUndefined();
    expect(problems.problems[0]).toMatchObject({ code: 'rates_unreadable', partial: true });
  });
});
