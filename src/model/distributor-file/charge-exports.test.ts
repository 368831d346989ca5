import { describe, expect, test } from 'vitest';
import { chargeKindOf, chargeKinds, itemTerms } from './charge-kinds.ts';
import { chargesOf, invoicesOf, itemLines } from './charges.ts';
import { kindOf } from './headings.ts';
import { readTable } from './parse.ts';

const read = (...lines: readonly string[]) =>
  chargesOf(readTable(new TextEncoder().encode(lines.join('\n')), { kind: 'charges' }), { currency: 'USD' });

describe('a file of charges', () => {
  test.each([
    ['Invoice Number', 'Customer', 'Subscription ID', 'Start Date', 'Quantity', 'Net Amount'],
    ['Document Number', 'End Customer', 'Product', 'From', 'To', 'Line Total'],
    ['companyId', 'subscriptionId', 'invoiceId', 'startPeriod', 'costTotal'],
  ])('is known by its invoice and its amounts: %s, %s, %s', (...headings) => {
    expect(kindOf(headings)).toBe('charges');
  });

  test.each([
    ['Subscription ID', 'Customer', 'Product', 'Seats', 'Total'],
    ['Customer', 'Product', 'Quantity', 'Start Date', 'Amount'],
    ['Customer Name', 'Invoice Number', 'Domain'],
  ])('is none without both: %s, %s, %s', (...headings) => {
    expect(kindOf(headings)).not.toBe('charges');
  });

  test('keeps the currency of each line; sums of several are never added', () => {
    const found = read(
      'Invoice,Customer,Start,Amount,Currency',
      'I,Contoso,2026-11-01,10.00,EUR',
      'I,Adatum,2026-11-01,5.00,chf',
      'I,Fabrikam,2026-11-01,1.00,',
    );

    expect(invoicesOf(found, {})[0]?.sums).toEqual([
      { currency: 'EUR', total: '10' },
      { currency: 'CHF', total: '5' },
      { currency: 'USD', total: '1' },
    ]);
  });

  test('counts what cannot be read as a line and not into the sum', () => {
    const found = read('Invoice,Customer,Start,Amount', 'I,Contoso,2026-11-01,10.00', 'I,Adatum,2026-11-01,#REF!');
    const [invoice] = invoicesOf(found, {});

    expect([invoice?.charges.length, invoice?.sums]).toEqual([2, [{ currency: 'USD', total: '10' }]]);
    expect(found.charges[1]?.problems).toMatchObject([{ line: 3, column: 'Amount' }]);
  });

  test('takes usage and one-time charges by their billing frequency', () => {
    const found = read(
      'Invoice,Customer,Subscription ID,Billing Cycle,Start,End,Qty,Amount',
      'I,Contoso,S-1,usage,2026-11-01,2026-11-30,1,3.20',
      'I,Contoso,S-2,one time,2026-11-01,2026-11-30,1,50.00',
      'I,Contoso,S-3,annual,2026-11-01,,4,400.00',
    );

    expect(found.charges.map(({ item }) => [item.type, item.term])).toEqual([
      ['usage', 'Arrears'],
      ['one-time', 'One-Time'],
      ['subscription', 'Annual'],
    ]);
  });

  test('gives a line without a number to the only invoice that others name, and to none of several', () => {
    const lines = ['Invoice,Customer,Start,Amount', 'I-1,Contoso,2026-11-01,10.00', ',Adatum,2026-11-01,5.00'];

    expect(invoicesOf(read(...lines), {}).map(({ number, charges }) => [number, charges.length])).toEqual([['I-1', 2]]);
    const two = invoicesOf(read(...lines, 'I-2,Fabrikam,2026-11-01,1.00'), {});
    expect(two.map(({ number }) => number)).toEqual(['I-1', '', 'I-2']);
  });

  test('is of the month that most of its lines begin in, the later one of two', () => {
    const lines = ['Invoice,Customer,Start,Amount', 'I,A,2026-10-01,1', 'I,B,2026-11-01,1'];

    expect(invoicesOf(read(...lines), {})[0]?.period).toBe('2026-11');
    expect(invoicesOf(read(...lines, 'I,C,2026-10-15,1'), {})[0]?.period).toBe('2026-10');
    expect(invoicesOf(read('Invoice,Customer,Start,Amount', 'I,A,,1'), {})[0]?.period).toBeUndefined();
  });

  test('passes by empty lines, and nothing else', () => {
    const found = read('Invoice,Customer,Start,Amount,Note', ',,,,kept', 'I,Total Energies,2026-11-01,7.00,', ',,,9.00,');

    expect(found.charges.map(({ line, item }) => [line, item.costTotal])).toEqual([
      [3, '7'],
      [4, '9'],
    ]);
  });

  test('knows a product by the same id as the file of subscriptions does: its number, else its SKU, else its name', () => {
    const { charges } = read(
      'Invoice,Customer,Product ID,Vendor SKU,Product,Start,Amount',
      'I,Contoso,P-1,CFQ7TTC0LCHC:0002,Premium,2026-11-01,1',
      'I,Contoso,,CFQ7TTC0LCHC:0002,Premium,2026-11-01,1',
      'I,Contoso,,,Premium,2026-11-01,1',
      'I,Contoso,,,,2026-11-01,1',
    );

    expect(charges.map(({ item }) => item.productId)).toEqual(['P-1', 'CFQ7TTC0LCHC:0002', 'name:premium', '']);
    expect(charges.flatMap(({ problems }) => problems)).toEqual([]);
  });

  test('has a credit as what it gives back, with its sign', () => {
    const { charges } = read('Invoice,Customer,Charge Type,Start,Amount', 'I,Contoso,Credit,2026-11-01,-12.50');

    expect(charges[0]?.item).toMatchObject({ type: 'service-credit', costTotal: '-12.5' });
  });

  test('is written with every field of an item on each line', () => {
    const { charges } = read('Invoice,Customer,Start,Amount', 'I,"Contoso ""North"", Ltd",2026-11-01,1');
    const line = JSON.parse(itemLines({ charges })) as Readonly<Record<string, unknown>>;

    expect(Object.keys(line)).toContain('currencyCode');
    expect([line['companyName'], line['fileLine']]).toEqual(['Contoso "North", Ltd', 2]);
  });
});

test('every kind of charge is its own word, however it is spelled', () => {
  for (const kind of chargeKinds) expect([chargeKindOf(kind), chargeKindOf(kind.toUpperCase().replace('-', ' '))]).toEqual([kind, kind]);
  expect(new Set(Object.values(itemTerms)).size).toBe(Object.keys(itemTerms).length);
});
