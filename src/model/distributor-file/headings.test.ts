import { describe, expect, test } from 'vitest';
import type { DistributorFileKind } from '../distributor-file.ts';
import { foldHeading, kindOf, missingIn, placesOf } from './headings.ts';
import { readTable } from './parse.ts';

const found = (kind: DistributorFileKind, headings: readonly string[], chosen = {}) =>
  Object.fromEntries([...placesOf(kind, headings, chosen)].map(([field, at]) => [field, headings[at]]));

describe('columns', () => {
  test.each(['Subscription ID', 'subscription_id', 'SUBSCRIPTION-ID', ' SubscriptionId ', 'Subscription  Id.'])(
    'are found as %j',
    (heading) => {
      expect(foldHeading(heading)).toBe('subscriptionid');
    },
  );

  test('are those whose heading says it; the more exact word wins over "id"', () => {
    expect(found('subscriptions', ['ID', 'Subscription Number', 'Customer', 'Description', 'Qty'])).toEqual({
      subscriptionId: 'Subscription Number',
      accountName: 'Customer',
      productName: 'Description',
      seats: 'Qty',
    });
  });

  test('are read once: one that a person chose for a field is not found for another', () => {
    expect(found('customers', ['Company', 'Company Name', 'ID'], { accountId: 'Company Name' })).toEqual({
      accountId: 'Company Name',
      name: 'Company',
    });
  });

  test('that a person said not to be there are not looked for', () => {
    expect(found('customers', ['Name', 'Status', 'ID'], { status: '', accountId: '' })).toEqual({ name: 'Name' });
  });

  test('that a person chose and that are gone from the next file are found by their headings again', () => {
    expect(found('customers', ['Name', 'Customer ID'], { accountId: 'Kundennummer' })).toEqual({ name: 'Name', accountId: 'Customer ID' });
  });

  test('in any script can be chosen', () => {
    expect(found('customers', ['会社名', 'Κωδικός'], { name: '会社名', accountId: 'κωδικός' })).toEqual({
      name: '会社名',
      accountId: 'Κωδικός',
    });
  });
});

describe('a file', () => {
  test.each([
    [['Customer Name', 'Tenant ID', 'Domain'], 'customers'],
    [['Subscription ID', 'Customer', 'Product', 'Quantity'], 'subscriptions'],
    [['Customer', 'Product', 'Seats'], 'subscriptions'],
    [['Subscription ID', 'Customer', 'Product'], 'subscriptions'],
    [['alpha', 'beta'], 'customers'],
  ] as const)('with %j is one of %s', (headings, kind) => {
    expect(kindOf(headings)).toBe(kind);
  });

  test('lacks what it needs one of: each group is told', () => {
    expect(missingIn('subscriptions', placesOf('subscriptions', ['Customer', 'Qty']))).toEqual([
      ['subscriptionId', 'microsoftId'],
      ['productName', 'productId', 'sku'],
    ]);
    expect(missingIn('customers', placesOf('customers', ['Name']))).toEqual([]);
  });

  const table = (text: string) => readTable(Buffer.from(text), {});

  test.each([
    ['with commas', 'Name,ID\nContoso,1\n'],
    ['with semicolons', 'Name;ID\r\nContoso;1\r\n'],
    ['with tabs', 'Name\tID\nContoso\t1'],
    ['that says its sign first', 'sep=;\nName;ID\nContoso;1\n'],
    ['with a byte order mark', '\uFEFFName,ID\nContoso,1\n'],
    ['with quotes', '"Name","ID"\n"Contoso","1"\n'],
  ])('%s is read', (_, text) => {
    const { lines, headings, problems } = table(text);
    expect([headings, problems]).toEqual([['Name', 'ID'], []]);
    expect(lines.map(({ cell }) => [cell('name'), cell('accountId')])).toEqual([['Contoso', '1']]);
  });

  test('of an old spreadsheet keeps its umlauts', () => {
    const { lines } = readTable(Buffer.from('Name,ID\nM\xfcller,1\n', 'latin1'), {});
    expect(lines.map(({ cell }) => cell('name'))).toEqual(['Müller']);
  });

  test('whose quotation mark is never closed is refused with its line', () => {
    expect(table('Name,ID\nContoso,1\n"Adatum,2\n')).toMatchObject({ lines: [], problems: [{ line: 3 }] });
  });

  test('that is empty, or is no table at all, lacks its columns', () => {
    expect(table('')).toMatchObject({ headings: [], lines: [], missing: [['name']] });
    expect(table('\x89PNG\r\n\x1a\n\0\0\0')).toMatchObject({ lines: [], missing: [['name']] });
  });

  test('with a short line has nothing in the cells that it lacks', () => {
    const { lines } = table('ID,Name,Domain\n1,Contoso\n');
    expect(lines.map(({ cell }) => [cell('name'), cell('domain')])).toEqual([['Contoso', '']]);
  });
});
