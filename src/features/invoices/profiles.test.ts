import { describe, expect, test } from 'vitest';
import type { InvoiceSource } from '../../model/invoice.ts';
import { columnNames } from './column-names.ts';
import { nearestKind, toldUnknown } from './nearest-kind.ts';
import { detectKind } from './profiles.ts';
import { judge } from './tie.ts';

const header = (names: string): Buffer => Buffer.from(`\uFEFF"${names.split(',').join('","')}"\r\n"1"\r\n`);

// partner-center-api.md 11: the columns of each kind, shortened to those that tell it.
test.each([
  ['CustomerId,SubscriptionId,ChargeType,Subtotal,TaxTotal,Total,EffectiveUnitPrice', 'portalCsv'],
  ['customerid,billingpretaxtotal,BillingCurrency,UsageDate,Tags', 'dailyUsage'],
  ['CustomerId,SyndicationPartnerSubscriptionNumber,Subtotal,Tax,TotalForCustomer', 'legacyLicence'],
  ['CustomerId,PretaxCharges,TaxAmount,PostTaxTotal', 'legacyUsage'],
  ['companyId,costTotal', 'distributorInvoice'],
  ['Name,Price', undefined],
])('a file with the columns %s is %s', (names, kind) => {
  expect(detectKind(columnNames(header(names), 'csv'), 'csv')).toBe(kind);
});

test('the export and the first API’s line items are told apart by what only the latter have', () => {
  const line = { CustomerId: '', SubscriptionId: '', ChargeType: '', Subtotal: 1, TaxTotal: 1, EffectiveUnitPrice: 1 };
  const kindOf = (object: object) => detectKind(columnNames(Buffer.from(`${JSON.stringify(object)}\n{`), 'jsonl'), 'jsonl');

  expect(kindOf(line)).toBe('reconciliation');
  expect(kindOf({ ...line, invoiceLineItemType: 'billing_line_items' })).toBe('v1Lines');
});

describe('a file of no kind', () => {
  const told = (names: string, source: InvoiceSource = 'upload') => toldUnknown('file.csv', nearestKind(names.split(','), 'csv'), source);
  const some = 'CustomerId,CustomerName,SubscriptionId,ChargeType,ProductId,SkuId,subtotal,Total';

  test('says the nearest kind, which columns are missing for it, and which kinds there are, by names that people know', () => {
    expect(told(some)).toBe(
      'file.csv is of no kind of invoice that is known here. Nearest is File of the portal; it lacks the columns TaxTotal, EffectiveUnitPrice. ' +
        'The kinds are: Billed charges; Charges not billed yet; Daily usage; Usage not billed yet; Invoice lines; File of the portal; ' +
        'Licences, legacy; Usage, legacy; Distributor invoice.',
    );
  });

  test('says on the command line what to type for each kind', () => {
    const sentence = told(some, 'cli');

    expect(sentence).toContain('Nearest is File of the portal (portalCsv); it lacks the columns TaxTotal, EffectiveUnitPrice.');
    expect(sentence).toMatch(/ The kinds are: Billed charges \(reconciliation\); .*Distributor invoice \(distributorInvoice\)\.$/);
  });

  test.each([
    ['CustomerId,BillingPreTaxTotal,BillingCurrency,Quantity,MeterId', 'dailyUsage', ['UsageDate']],
    ['CustomerId,SyndicationPartnerSubscriptionNumber,OfferId,OfferName', 'legacyLicence', ['TotalForCustomer']],
    ['companyId,companyName,startPeriod', 'distributorInvoice', ['costTotal']],
  ])('with %s is nearest to %s', (names, kind, missing) => {
    expect(nearestKind(names.split(','), 'csv')).toEqual({ kind, missing });
  });

  test('without a column of any kind says so, and which kinds there are', () => {
    expect(told('Name,Price')).toMatch(/^file\.csv has no column of any kind of invoice that is known here\. The kinds are: /);
  });
});

test('names of columns may have commas, quotes and line breaks', () => {
  expect(columnNames(Buffer.from('a,"b, ""c""\nd", e \r\n1,2,3\r\n'), 'csv')).toEqual(['a', 'b, "c"\nd', 'e']);
});

test.each<[string, string]>([
  ['semicolons', ';'],
  ['tabs', '\t'],
  ['bars', '|'],
])('%s between the columns are seen as they are when the lines are read, also where a first line names them', (_name, mark) => {
  const names = ['CustomerId', `a${mark}b`, 'Subtotal'];
  const row = `${names[0]}${mark}"${names[1]}"${mark} ${names[2]}\r\n1${mark}2${mark}3\r\n`;

  expect(columnNames(Buffer.from(row), 'csv')).toEqual(names);
  expect(columnNames(Buffer.from(`sep=${mark}\r\n${row}`), 'csv')).toEqual(names);
});

const facts = {
  lines: 2,
  sums: [{ currency: 'JPY', lines: 2, subtotal: '3', tax: '0', total: '3' }],
  numbers: { G1: 2 },
  months: {},
  suspended: [],
  unreadable: 0,
  firstUnreadable: [],
};
const judged = { kind: 'reconciliation', number: 'G1', header: { total: '3', lines: 2, currency: 'JPY' }, facts, missing: [] } as const;

// M4: the unexplained rest is a number; there is no tolerance that hides it.
test.each([
  [{}, 'tied', '0', []],
  [{ header: { total: '3.0000000001', currency: 'JPY' } }, 'notTied', '0.0000000001', ['total_differs']],
  [{ header: {} }, 'noHeader', undefined, []],
  [{ kind: 'dailyUsage' as const, header: { total: '99' } }, 'noHeader', undefined, []],
  [{ header: { total: '3', lines: 3, currency: 'JPY' } }, 'notTied', '0', ['line_count_differs']],
  [{ header: { total: '0', currency: 'EUR' } }, 'notTied', '0', ['currency_differs']],
  [{ missing: ['part-9'] }, 'notTied', '0', ['blob_missing']],
])('lines judged with %j are %s', (change, tie, rest, problems) => {
  const judgement = judge({ ...judged, ...change });

  expect([judgement.tie, judgement.rest, judgement.problems.map(({ code }) => code)]).toEqual([tie, rest, problems]);
});

test('a sentence about what does not tie names no amount: those are for who may see costs', () => {
  const { problems } = judge({ ...judged, header: { total: '123.45', lines: 7, currency: 'EUR' } });

  expect(JSON.stringify(problems)).not.toMatch(/123\.45/);
});
