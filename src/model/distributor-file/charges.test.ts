import { describe, expect, test } from 'vitest';
import type { ColumnChoice, ToldInvoice } from '../distributor-file.ts';
import { chargeKindOf, wholePeriod } from './charge-kinds.ts';
import { chargesOf, invoicesOf, itemLines } from './charges.ts';
import { readTable } from './parse.ts';

const read = (lines: readonly string[], columns: ColumnChoice = {}, kind?: 'charges') =>
  chargesOf(readTable(new TextEncoder().encode(lines.join('\r\n')), { columns, ...(kind && { kind }) }), { currency: 'EUR' });
const invoices = (lines: readonly string[], told: ToldInvoice = {}, columns: ColumnChoice = {}) =>
  invoicesOf(read(lines, columns, 'charges'), told);

const heading = 'Invoice No.;Customer No.;Customer;Subscription ID;Product;Charge Type;Start;End;Qty;Unit Price;Net Amount';
const seats = 'INV-7;4711;Contoso GmbH;S-1;Business Premium;Recurring;01.11.2026;30.11.2026;25;18,70;467,50';
const setUp = 'INV-7;4711;Contoso GmbH;;Set-up;Setup fee;;;1;99,00;99,00';

describe('a line of an invoice', () => {
  test('is an item as other distributors have them, in the words that are compared', () => {
    const { charges } = read([heading, seats, setUp]);

    expect(charges).toMatchObject([
      {
        line: 2,
        invoice: 'INV-7',
        problems: [],
        item: {
          companyId: '4711',
          subscriptionId: 'S-1',
          productId: 'name:business premium',
          type: 'subscription',
          startPeriod: '2026-11-01',
          endPeriod: '2026-11-30',
          term: 'Monthly',
          quantity: '25',
          cost: '18.7',
          costTotal: '467.5',
          currencyCode: 'EUR',
        },
      },
      { line: 3, item: { type: 'one-time', subscriptionId: '', term: '', costTotal: '99' } },
    ]);
  });

  test.each([
    ['2026-11-01', '2026-12-01', '10', 'subscription', 'Monthly'],
    ['2026-11-21', '2027-11-20', '10', 'subscription', 'Annual'],
    ['2026-11-14', '2026-11-30', '10', 'prorate', ''],
    ['2026-11-14', '2026-11-30', '-10', 'service-credit', ''],
    ['2026-11-01', '', '10', 'service-charge', ''],
  ])('without a word for it says by %s to %s and %s that it is %s', (start, end, amount, type, term) => {
    const [charge] = read(['Invoice,Customer,Subscription ID,Start,End,Qty,Amount', `I,Contoso,S-1,${start},${end},1,${amount}`]).charges;

    expect([charge?.item.type, charge?.item.term]).toEqual([type, term]);
  });

  test('that names only Microsoft’s id of its subscription has that', () => {
    const id = '7f3c0000-0000-4000-8000-000000000001';
    const [charge] = read([
      'Invoice,Customer,Microsoft Subscription ID,Start,Qty,Amount',
      `I,Contoso,${id.toUpperCase()},2026-11-01,1,1`,
    ]).charges;

    expect(charge?.item.subscriptionId).toBe(id);
  });

  test('without a customer is charged all the same', () => {
    const [charge] = read(['Invoice,Customer,Product,Start,Amount', 'I,,Platform fee,,12.00']).charges;

    expect(charge).toMatchObject({ problems: [], item: { companyId: '', type: 'service-charge', costTotal: '12' } });
  });

  test('that cannot be read stays on the invoice, with texts that nobody takes for an amount or a day', () => {
    const { charges } = read([
      'Invoice,Customer,Subscription ID,Charge Type,Start,Qty,Amount',
      'I,Contoso,S-1,recurring,01/02/2026,5,"1,234"',
      'I,Adatum,S-2,recurring,,,',
    ]);

    expect(charges.map(({ item }) => [item.startPeriod, item.costTotal])).toEqual([
      ['unreadable: 01/02/2026', 'unreadable: 1,234'],
      ['', 'unreadable: nothing'],
    ]);
    expect(charges.flatMap(({ problems }) => problems).map(({ line, column }) => [line, column])).toEqual([
      [2, 'Amount'],
      [2, 'Start'],
      [3, 'Amount'],
      [3, 'Qty'],
      [3, 'Start'],
    ]);
  });

  test('has the cost of one unit from its amount where the file has none', () => {
    const [charge] = read(['Invoice,Customer,Subscription ID,Start,End,Qty,Amount', 'I,C,S,2026-11-01,2026-11-30,3,10']).charges;

    expect(charge?.item.cost).toBe('3.333333');
  });
});

describe('the invoices of a file', () => {
  test('are told apart by their numbers, each with its month, its sum and what can be compared', () => {
    const found = invoices([
      heading,
      seats,
      setUp,
      seats.replace('INV-7', 'INV-8').replaceAll('11.2026', '12.2026').replace('30.12', '31.12'),
    ]);

    expect(found.map(({ number, period, sums, periods }) => [number, period, sums, periods])).toEqual([
      ['INV-7', '2026-11', [{ currency: 'EUR', total: '566.5' }], 1],
      ['INV-8', '2026-12', [{ currency: 'EUR', total: '467.5' }], 1],
    ]);
  });

  test('have the number, month and total that a person says; without a number it is asked for', () => {
    const lines = ['Customer,Start,Amount', 'Contoso,2026-11-01,10'];

    expect(invoices(lines)).toMatchObject([{ number: '', control: undefined }]);
    expect(invoices(lines, { number: 'INV-9', period: '2026-12', total: '10.00' })).toMatchObject([
      { number: 'INV-9', period: '2026-12', control: '10.00' },
    ]);
  });

  test('are held against the sum in the last line, which is no charge; sums in between say nothing', () => {
    expect(invoices([heading, seats, 'Total;;;;;;;;;;467,50'])).toMatchObject([{ control: '467.5', charges: [{ line: 2 }] }]);
    expect(invoices([heading, seats, 'Total;;;;;;;;;;467,50', setUp, 'Total;;;;;;;;;;99,00'])[0]?.control).toBeUndefined();
  });

  test('are kept as lines with the line of the file in each', () => {
    const [invoice] = invoices([heading, seats]);

    expect(
      itemLines({ charges: invoice?.charges ?? [] })
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toMatchObject([{ fileLine: 2, costTotal: '467.5' }]);
  });
});

test.each([
  ['Cycle Fee', 'subscription'],
  ['one-time', 'one-time'],
  ['addQuantity', 'prorate'],
  ['customerCredit', 'service-credit'],
  ['Zuschlag', 'Zuschlag'],
])('the word %s is %s here', (word, kind) => {
  expect(chargeKindOf(word)).toBe(kind);
});

test.each([
  ['2026-01-31', '2026-02-28', 'monthly'],
  ['2026-01-31', '2026-02-27', 'monthly'],
  ['2026-02-01', '2029-01-31', 'triennial'],
  ['2026-02-01', '2026-04-30', undefined],
])('%s to %s is a whole period: %s', (start, end, frequency) => {
  expect(wholePeriod(start, end)).toBe(frequency);
});
