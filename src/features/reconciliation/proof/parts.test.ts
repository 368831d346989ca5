import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Day, parseDay } from '../files/days.ts';
import { type ChargedDays, isWhole, partsOf, partWords } from './parts.ts';

const day = (text: string): Day => parseDay(text) ?? Number.NaN;
const charged = (days: string, some: Partial<ChargedDays> = {}): ChargedDays => {
  const [first = '', last = ''] = days.split('..');
  return { chargeType: 'new', first: day(first), last: day(last), termStart: undefined, termEnd: undefined, months: 1, ...some };
};
const words = (days: ChargedDays): string[] => partsOf(days).map((part) => (isWhole(part) ? 'whole' : partWords(part)));

describe('which part of a cycle a line charges', () => {
  test.each([
    ['2026-07-01..2026-07-31', ['whole']],
    ['2026-07-15..2026-08-14', ['whole']],
    ['2026-02-01..2026-02-28', ['whole']],
  ])('%s is a whole month', (days, expected) => {
    expect(words(charged(days))).toEqual(expected);
  });

  test.each([
    // Published: a cycle that began in July counts 31 days, one of June 30.
    ['2021-07-17..2021-08-14', '2021-07-15', ['29 of 31 days']],
    ['2021-06-25..2021-07-17', '2021-06-18', ['23 of 30 days']],
    ['2022-03-25..2022-04-04', '2022-03-05', ['11 of 31 days']],
    ['2024-02-20..2024-02-29', '2024-02-01', ['10 of 29 days']],
  ])(
    '%s of a term from %s: from the event to the end, over the days of the month in which the cycle began',
    (days, termStart, expected) => {
      expect(words(charged(days, { chargeType: 'addquantity', termStart: day(termStart) }))).toEqual(expected);
      expect(words(charged(days, { chargeType: 'addquantity' }))).toEqual(expected);
    },
  );

  test('of a year its 365 days, or 366 when a 29 February lies in it', () => {
    const year = { months: 12, chargeType: 'addquantity' };
    expect(words(charged('2026-03-05..2026-12-31', { ...year, termStart: day('2026-01-01') }))).toEqual(['302 of 365 days']);
    expect(words(charged('2023-10-01..2024-05-31', { ...year, termStart: day('2023-06-01') }))).toEqual(['244 of 366 days']);
  });

  test('a first cycle that ends with other subscriptions is a part', () => {
    expect(words(charged('2026-07-10..2026-07-31', { termStart: day('2026-07-10') }))).toEqual(['22 of 31 days']);
    expect(words(charged('2026-07-30..2026-07-31', { termStart: day('2026-07-30') }))).toEqual(['2 of 31 days']);
  });

  test('monthly billing that becomes yearly is charged by months', () => {
    expect(words(charged('2021-10-20..2022-09-19', { chargeType: 'changebillingplan', months: 12 }))).toEqual([
      '11 of 12 months',
      '335 of 365 days',
    ]);
  });

  test('a cancellation within a day may be refunded whole, a later one not', () => {
    const cancelled = { chargeType: 'cancelimmediate', termStart: day('2026-07-01') };
    expect(words(charged('2026-07-02..2026-07-31', cancelled))).toEqual(['30 of 31 days', 'whole']);
    expect(words(charged('2026-07-03..2026-07-31', cancelled))).toEqual(['29 of 31 days']);
  });

  test('a prepaid term without frequency is whole from its start, and refunded by its remaining days', () => {
    const term = { months: undefined, termStart: day('2026-01-01'), termEnd: day('2028-12-31') };
    expect(words(charged('2026-01-01..2028-12-31', term))).toEqual(['whole']);
    expect(words(charged('2026-01-05..2028-12-31', { ...term, chargeType: 'cancelimmediate' }))).toEqual(['1092 of 1096 days']);
  });

  test('days that end before they begin are no part of anything', () => {
    expect(partsOf(charged('2026-07-31..2026-07-01'))).toEqual([]);
  });

  test('400 years later everything is the same (R14)', () => {
    const shift = 146_097;
    for (const days of ['2021-01-31..2021-02-27', '2021-02-27..2021-03-29', '2021-07-17..2021-08-14', '2024-02-29..2025-02-27']) {
      for (const months of [1, 12]) {
        const here = charged(days, { months });
        expect(partsOf({ ...here, first: here.first + shift, last: here.last + shift })).toEqual(partsOf(here));
      }
    }
  });
});

describe('terms that begin at a month end: published sequences, each cycle a whole one', () => {
  const example = (name: string): readonly (readonly string[])[] =>
    readFileSync(new URL(`../../../../sandbox/ledger/fixtures/recon.new-commerce.example.${name}.csv`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((row) => row.trim().split(','));

  test.each(['month-end-last-day.1', 'month-end-day-before.1', 'month-end-last-day.2', 'month-end-day-before.2'])('%s', (name) => {
    const [head = [], ...rows] = example(name);
    const column = (row: readonly string[], title: string): string =>
      row[head.findIndex((one) => one.replaceAll(/\s/g, '') === title)] ?? '';
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) {
      const parts = words({
        ...charged(`${column(row, 'ChargeStartDate')}..${column(row, 'ChargeEndDate')}`),
        termStart: day(column(row, 'SubscriptionStartDate')),
        termEnd: day(column(row, 'SubscriptionEndDate')),
      });
      expect(parts[0], row.join(' ')).toBe('whole');
    }
  });
});
