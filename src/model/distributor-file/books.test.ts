import { describe, expect, test } from 'vitest';
import type { ColumnChoice, DistributorFileKind } from '../distributor-file.ts';
import { booksOf } from './books.ts';
import { readTable } from './parse.ts';
import { dayOrderOf, decimalSignOf, readAmount, readDate, readId, skuOf } from './values.ts';

const bytes = (...lines: readonly string[]): Uint8Array => new TextEncoder().encode(lines.join('\r\n'));
const file = (kind: DistributorFileKind, lines: readonly string[], columns: ColumnChoice = {}) => ({
  kind,
  bytes: bytes(...lines),
  columns,
  asOf: '2026-11-21T09:00:00Z',
});
const settings = { currency: 'EUR', today: '2026-11-21' };
const microsoft = '7f3c0000-0000-4000-8000-000000000001';
const tenant = '7f3c0000-0000-4000-8000-0000000000aa';

describe('a file of subscriptions', () => {
  const heading =
    'Subscription ID;Customer No.;Customer Name;Tenant ID;Microsoft Subscription ID;Product;Vendor SKU;Term;Billing Cycle;Qty;Unit Cost;End Date';
  const line = `S-1;4711;Contoso GmbH;${tenant};{${microsoft.toUpperCase()}};Business Premium;CFQ7TTC0LCHC-2;1 Year;Monthly;25;18,70;21.11.2027`;

  test('alone tells of customers, products and what they bought', () => {
    const books = booksOf([file('subscriptions', [heading, line])], settings);

    expect(books.accounts.items).toEqual([{ remoteId: '4711', name: 'Contoso GmbH', domain: '', tenantIds: [tenant], active: true }]);
    expect(books.products.items).toEqual([{ remoteId: 'CFQ7TTC0LCHC-2', name: 'Business Premium', vendorSku: 'CFQ7TTC0LCHC:0002' }]);
    expect(books.subscriptions).toMatchObject({
      bad: [],
      items: [
        {
          remoteId: 'S-1',
          accountRemoteId: '4711',
          microsoftId: microsoft,
          term: 'P1Y',
          frequency: 'monthly',
          seats: 25,
          status: 'active',
          unitCost: '18.7',
          currency: 'EUR',
          endsOn: '2027-11-21',
        },
      ],
    });
  });

  test('names each value that a spreadsheet spoiled, with line and column, and takes the other lines', () => {
    const books = booksOf(
      [
        file('subscriptions', [
          'Subscription ID,Customer,Product,Seats,Start Date,Unit Cost',
          '1.23457E+15,Contoso,Premium,25,2026-01-01,10.00',
          'S-2,Adatum,=A1,5,2026-01-01,10.00',
          'S-3,Fabrikam,Premium,5,46000,10.00',
          'S-4,Tailspin,Premium,#REF!,2026-01-01,10.00',
          'S-5,Wingtip,Premium,5,2026-01-01,10.00',
          'S-5,Wingtip,Premium,6,2026-01-01,10.00',
          ',,,36,,',
        ]),
      ],
      settings,
    );

    expect(books.subscriptions.items.map(({ remoteId }) => remoteId)).toEqual(['S-5']);
    expect(books.subscriptions.bad.flatMap(({ problems }) => problems).map(({ line, column }) => [line, column])).toEqual([
      [2, 'Subscription ID'],
      [3, 'Product'],
      [4, 'Start Date'],
      [5, 'Seats'],
      [7, 'Subscription ID'],
    ]);
  });

  test('names a customer or a product that is known only by a name longer than any, and takes those that have an id', () => {
    const long = '山'.repeat(501);
    const books = booksOf(
      [
        file('subscriptions', [
          'Subscription ID,Customer No.,Customer Name,Product,Vendor SKU,Seats',
          `S-1,,${long},Premium,,5`,
          `S-2,,Contoso,${long},,5`,
          `S-3,4711,${long},${long},CFQ7TTC0LCHC-2,5`,
        ]),
      ],
      settings,
    );

    expect(books.badLines.subscriptions.flatMap(({ problems }) => problems)).toMatchObject([
      { line: 2, column: 'Customer Name' },
      { line: 3, column: 'Product' },
    ]);
    expect(books.subscriptions.items.map(({ remoteId }) => remoteId)).toEqual(['S-3']);
  });

  test('says nothing of term and frequency unless it tells both', () => {
    const books = booksOf([file('subscriptions', ['Subscription ID,Customer,Product,Seats,Term', 'S-1,Contoso,Premium,5,P1Y'])], settings);

    expect(books.subscriptions.items[0]).toMatchObject({ term: 'none', frequency: 'none' });
  });
});

test('a file of customers says more of whoever stands at a subscription too', () => {
  const books = booksOf(
    [
      file('customers', [
        'Company ID,Company Name,Domain,GDAP Status,Tenant ID',
        `4711,Contoso,www.contoso.com,Active,${tenant}`,
        '4712,Adatum,,,',
      ]),
      file('subscriptions', [
        'Subscription ID,Company ID,Company Name,Product,Seats',
        'S-1,4711,CONTOSO,Premium,5',
        'S-2,,Fabrikam Ltd.,Premium,3',
      ]),
    ],
    settings,
  );

  expect(books.accounts.items).toEqual([
    { remoteId: '4711', name: 'Contoso', domain: 'contoso.com', tenantIds: [tenant], active: true, accessTold: { [tenant]: 'Active' } },
    { remoteId: '4712', name: 'Adatum', domain: '', tenantIds: [], active: true },
    { remoteId: 'name:fabrikam ltd', name: 'Fabrikam Ltd.', domain: '', tenantIds: [], active: true },
  ]);
});

describe('the columns', () => {
  const headings = 'Vertrag,Kunde,Artikel,Menge,Bemerkung';

  test('that nobody knows are missing by name, until a person says which they are', () => {
    expect(readTable(bytes(headings, 'S-1,Contoso,Premium,5,x'), { kind: 'subscriptions' }).missing).toEqual([
      ['subscriptionId', 'microsoftId'],
      ['accountId', 'accountName'],
      ['seats'],
      ['productName', 'productId', 'sku'],
    ]);
    const columns = { subscriptionId: 'Vertrag', accountName: 'kunde', productName: 'Artikel', seats: 'Menge' };
    const books = booksOf([file('subscriptions', [headings, 'S-1,Contoso,Premium,5,x'], columns)], settings);

    expect(books.subscriptions.items).toMatchObject([{ remoteId: 'S-1', seats: 5, productName: 'Premium' }]);
  });

  test('can be left out although their heading speaks for them', () => {
    const table = readTable(bytes('Subscription ID,Customer,Product,Seats,Cost', 'a,b,c,1,2'), { columns: { unitCost: '' } });

    expect([table.kind, table.places.has('unitCost')]).toEqual(['subscriptions', false]);
  });

  test('of a file that was saved by an old spreadsheet keep their letters', () => {
    const old = Uint8Array.from(Buffer.from('Name\nM\u00fcller\n', 'latin1'));

    expect(booksOf([{ ...file('customers', []), bytes: old }], settings).accounts.items).toMatchObject([{ name: 'M\u00fcller' }]);
  });

  test('stand behind a first line that only names the separator', () => {
    expect(readTable(bytes('sep=;', 'Name;Domain', 'Contoso;contoso.com'), {}).lines).toHaveLength(1);
  });
});

describe('amounts and days are never guessed', () => {
  test.each([
    [['12,50', '1.234'], '1.234', '1234'],
    [['12.50', '1,234'], '1,234', '1234'],
    [['1.234,56'], '€ 1.234,56', '1234.56'],
    [['7'], '7', '7'],
  ])('the file says by %j what %s is', (all, text, expected) => {
    expect(readAmount(text, decimalSignOf(all))).toEqual({ value: expected });
  });

  test('an amount of which nothing tells where its parts begin is named', () => {
    expect(readAmount('1,234', decimalSignOf(['1,234']))).toHaveProperty('because');
  });

  test.each([
    [['13/02/2026', '01/02/2026'], '01/02/2026', { value: '2026-02-01' }],
    [['02/13/2026', '01/02/2026'], '01/02/2026', { value: '2026-01-02' }],
    [[], '31.12.2026', { value: '2026-12-31' }],
    [[], '2026-11-21T10:00:00Z', { value: '2026-11-21' }],
  ])('of %j the day %s is %j', (all, text, expected) => {
    expect(readDate(text, dayOrderOf(all))).toEqual(expected);
  });

  test('a day that could be two is named', () => {
    expect(readDate('01/02/2026', dayOrderOf(['01/02/2026']))).toHaveProperty('because');
    expect(readDate('31.02.2026', 'unsure')).toHaveProperty('because');
  });

  test('an id that went through a spreadsheet is refused, a SKU gets its zeros back', () => {
    expect(readId('1,23E+15')).toHaveProperty('because');
    expect(skuOf('CFQ7TTC0LH18 1')).toBe('CFQ7TTC0LH18:0001');
    expect(skuOf('M365-BP')).toBe('M365-BP');
  });
});
