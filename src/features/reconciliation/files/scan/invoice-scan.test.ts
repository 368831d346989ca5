import { describe, expect, test } from 'vitest';
import { compare } from '../compare.ts';
import { parseDay } from '../days.ts';
import type { Finding } from '../finding.ts';
import { PriceTable } from '../load/price-table.ts';
import { forEver, licenceKey, longAgo } from '../load/prices.ts';
import type { AuditEvent, Subscription } from '../model.ts';
import { ProblemList } from '../problem.ts';
import type { Source } from '../read/inflate.ts';
import { readFields } from '../read/read-fields.ts';
import { AzureUsage } from './azure-usage.ts';
import { usageColumns } from './invoice-columns.ts';
import { scanExport } from './scan-exports.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;
type Row = Record<string, string | number>;

/** Ten seats at 12.00 for July: 120.00 and 19 % tax. */
const licence: Row = {
  PartnerId: 'partner',
  CustomerId: 'customer',
  CustomerCountry: 'DE',
  InvoiceNumber: 'G1',
  ProductId: 'BASIC',
  SkuId: '0001',
  ChargeType: 'cycleCharge',
  UnitPrice: 12,
  Subtotal: 120,
  TaxTotal: 22.8,
  Total: 142.8,
  Currency: 'EUR',
  PriceAdjustmentDescription: '',
  SubscriptionDescription: 'Business Basic',
  SubscriptionId: 'sub-1',
  ChargeStartDate: '2026-07-01T00:00:00Z',
  ChargeEndDate: '2026-07-31T00:00:00Z',
  TermAndBillingCycle: 'One-Year commitment for monthly/yearly billing',
  EffectiveUnitPrice: 12,
  BillableQuantity: 10,
  BillingFrequency: 'Monthly',
  PricingCurrency: 'EUR',
  PCToBCExchangeRate: 1,
  SubscriptionStartDate: '2026-01-01T00:00:00Z',
};
const money = (subtotal: number): Row => {
  const tax = (Math.sign(subtotal) * Math.round(Math.abs(subtotal) * 19)) / 100;
  return { Subtotal: subtotal, TaxTotal: tax, Total: Math.round((subtotal + tax) * 100) / 100 };
};
/** A hundred units of a meter at 0.50: 50.00, with the credit 42.50. */
const meter = (sku: string, isCredited: boolean, plan = 'plan-1'): Row => ({
  ...licence,
  ...money(isCredited ? 42.5 : 50),
  ProductId: 'AZURE',
  SkuId: sku,
  ChargeType: 'new',
  SubscriptionDescription: 'Azure plan',
  SubscriptionId: plan,
  TermAndBillingCycle: '',
  BillingFrequency: '',
  UnitPrice: 0.5,
  EffectiveUnitPrice: isCredited ? 0.425 : 0.5,
  BillableQuantity: 100,
  SubscriptionStartDate: '',
});

const aSubscription = (some: Partial<Subscription> = {}): Subscription => ({
  id: 'sub-1',
  customerId: 'customer',
  partnerId: 'partner',
  offering: 'licence',
  productId: 'BASIC',
  skuId: '0001',
  name: 'Business Basic',
  quantity: 10_000_000,
  isGone: false,
  isTrial: false,
  term: 'P1Y',
  billing: 'monthly',
  startsOn: day('2026-01-01'),
  endsOn: day('2026-12-31'),
  createdOn: undefined,
  currency: 'EUR',
  ...some,
});

/** Rows as a file of JSON lines that lies nowhere. */
const blob = (rows: readonly Row[]): Source => ({
  name: 'blob',
  open: async function* () {
    yield await Promise.resolve(Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
  },
});

type World = {
  subscriptions?: readonly Subscription[] | undefined;
  daily?: readonly Row[];
  events?: readonly AuditEvent[];
  isComplete?: boolean;
};

async function find(rows: readonly Row[], { subscriptions, daily = [], events = [], isComplete = true }: World = {}): Promise<Finding[]> {
  const listed = subscriptions ?? [
    aSubscription(),
    aSubscription({ id: 'plan-1', offering: 'azure', billing: 'none' }),
    aSubscription({ id: 'plan-2', offering: 'azure', billing: 'none' }),
  ];
  const charged = new Set(rows.map((row) => row['SubscriptionId']));
  const present = subscriptions === undefined ? listed.filter(({ id }) => charged.has(id)) : listed;
  const estate = { byId: new Map(present.map((one) => [one.id, [one]])), byCustomer: new Map([['customer', present]]), isComplete: true };
  const table = new PriceTable();
  table.add(licenceKey({ market: 'DE', currency: 'EUR', productId: 'BASIC', skuId: '0001', term: 'P1Y', billing: 'monthly' }), {
    from: longAgo,
    to: forEver,
    price: 12_000_000,
  });
  const prices = { table, extended: new PriceTable(), currencyOf: new Map([['DE', 'EUR']]) };
  const rates = { billingCurrency: 'EUR', rates: new Map([['EUR', 1_000_000]]), taxPpm: new Map([['DE', 190_000]]) };
  const usage = new AzureUsage();
  const problems = new ProblemList();
  if (daily.length > 0) {
    await readFields(blob(daily), 'jsonl', {
      columns: usageColumns,
      onRecord: (fields, line) => {
        usage.add(fields, 'usage', line, problems);
      },
      onBad: (line, message) => {
        problems.badRow('usage', line, message);
      },
    });
  }
  const { scan } = await scanExport([blob(rows)], 'jsonl', { estate, prices, usage, taxPpm: rates.taxPpm }, problems);
  expect(problems.problems).toEqual([]);
  const audit = new Map([['sub-1', events]]);
  const customers = { customers: new Map([['customer', { id: 'customer', name: 'A', country: 'DE' }]]), isComplete: true };
  const month = { start: day('2026-07-01'), end: day('2026-07-31') };
  const shared = { psa: undefined, distributor: undefined, mapping: undefined };
  return [
    ...compare({
      month,
      rates,
      estate,
      customers,
      audit,
      prices,
      usage,
      isUsageComplete: true,
      invoices: [{ scan, isComplete }],
      ...shared,
    }).findings,
  ];
}
const told = async (rows: readonly Row[], world: World = {}) =>
  (await find(rows, world)).map(({ kind, impactCents, lineNo }) => [kind, impactCents, lineNo]);

describe('a line and itself', () => {
  test('is right', async () => {
    expect(await told([licence])).toEqual([]);
  });

  test('a subtotal a cent off', async () => {
    expect(await told([{ ...licence, Subtotal: 120.01, Total: 142.81 }])).toEqual([['rounding', 1, 0]]);
  });

  test('tax a cent off, and a total that is no sum', async () => {
    expect(await told([{ ...licence, TaxTotal: 22.79, Total: 142.79 }])).toEqual([['tax_rounding', -1, 0]]);
    expect(await told([{ ...licence, Total: 142.9 }])).toEqual([['rounding', 10, 0]]);
  });

  test('each identical line beyond the first is a duplicate, and judged no further', async () => {
    const off = { ...licence, Subtotal: 120.01, Total: 142.81 };
    expect(await told([off, off, off])).toEqual([
      ['duplicate_line', 12_001, 1],
      ['duplicate_line', 12_001, 2],
      ['rounding', 1, 0],
    ]);
  });

  test('an invoice whose lines all cut after multiplying is right by its own rule set', async () => {
    const seats = (count: number, subtotal: number): Row => ({
      ...licence,
      ...money(subtotal),
      BillableQuantity: count,
      UnitPrice: 9.408,
      EffectiveUnitPrice: 9.408,
      BillingFrequency: '',
    });
    expect(await told([seats(12, 112.89), seats(7, 65.85)])).toEqual([]);
  });
});

describe('invoice and estate', () => {
  test('a charge for an unknown subscription is one finding for all of its lines', async () => {
    expect(await told([licence, { ...licence, ChargeType: 'renew' }], { subscriptions: [] })).toEqual([['orphan_line', 24_000, 0]]);
  });

  test('charged after its end', async () => {
    expect(await told([licence], { subscriptions: [aSubscription({ isGone: true, endsOn: day('2026-06-30') })] })).toEqual([
      ['cancelled_still_billed_ms', 12_000, 0],
    ]);
  });

  test('a price that is not the protected one, prorated lines included', async () => {
    const dear: Row = { ...licence, ...money(124), UnitPrice: 12.4, EffectiveUnitPrice: 12.4 };
    const half: Row = {
      ...dear,
      ...money(62),
      ChargeType: 'addQuantity',
      ChargeStartDate: '2026-07-17T00:00:00Z',
      EffectiveUnitPrice: 6,
      BillableQuantity: 10,
      Subtotal: 60,
      TaxTotal: 11.4,
      Total: 71.4,
    };
    // 12.00 x 15 / 31 = 5.806451 -> 5.80 x 10.
    expect(await told([dear, half])).toEqual([['price_mismatch_cost', 400 + 200, 0]]);
  });

  test('days that were miscounted on refund and charge are one finding', async () => {
    const event = (quantity: number, price: number, subtotal: number): Row => ({
      ...licence,
      ...money(subtotal),
      ChargeType: 'addQuantity',
      ChargeStartDate: '2026-07-22T00:00:00Z',
      EffectiveUnitPrice: price,
      BillableQuantity: quantity,
    });
    // Ten of 31 days are 3.870967; the invoice has eleven, 4.258064.
    expect(await told([licence, event(-10, 4.258064, -42.5), event(12, 4.258064, 51)])).toEqual([['proration', (425 - 387) * 2, 1]]);
    expect(await told([licence, event(-10, 3.870967, -38.7), event(12, 3.870967, 46.44)])).toEqual([]);
  });

  test('active, due and not charged: what the cycle would have cost, seat changes included', async () => {
    const other = { ...licence, SubscriptionId: 'sub-9' };
    const both = [aSubscription(), aSubscription({ id: 'sub-9' })];
    expect(await told([other], { subscriptions: both })).toEqual([['missing_charge', -12_000, undefined]]);
    const change: AuditEvent = { subscriptionId: 'sub-1', on: day('2026-07-22'), from: 8_000_000, to: 10_000_000, isCancellation: false };
    expect(await told([other], { subscriptions: both, events: [change] })).toEqual([['missing_charge', -(9600 + 387 * 2), undefined]]);
    expect(await told([other], { subscriptions: both, isComplete: false })).toEqual([]);
  });

  test('trials, ended ones and yearly ones between anniversaries are not due', async () => {
    const other = { ...licence, SubscriptionId: 'sub-9' };
    for (const some of [
      { isTrial: true },
      { isGone: true },
      { billing: 'annual' },
      { offering: 'legacy' },
      { startsOn: day('2026-08-03') },
    ] as const) {
      expect(await told([other], { subscriptions: [aSubscription({ id: 'sub-9' }), aSubscription(some)] })).toEqual([]);
    }
  });

  test('cancelled within seven days and nothing given back', async () => {
    const bought = { ...licence, ChargeType: 'new', SubscriptionStartDate: '2026-07-01T00:00:00Z' };
    const gone = [aSubscription({ isGone: true, startsOn: day('2026-07-01'), endsOn: day('2027-06-30') })];
    const cancelled: AuditEvent = { subscriptionId: 'sub-1', on: day('2026-07-03'), from: 10_000_000, to: 0, isCancellation: true };
    // 29 of 31 days: 11.225806 -> 11.22 x 10.
    expect(await told([bought], { subscriptions: gone, events: [cancelled] })).toEqual([['cancel_refund_missing', 11_220, 0]]);
    const refund: Row = {
      ...bought,
      ...money(-112.2),
      ChargeType: 'cancelImmediate',
      ChargeStartDate: '2026-07-03T00:00:00Z',
      EffectiveUnitPrice: 11.225806,
      BillableQuantity: -10,
    };
    expect(await told([bought, refund], { subscriptions: gone, events: [cancelled] })).toEqual([]);
    expect(await told([bought], { subscriptions: gone, events: [{ ...cancelled, on: day('2026-07-09') }] })).toEqual([]);
  });

  test('a credit for June is handed on and judged no further; one for July is not judged without the bills of the customers', async () => {
    const credit = (start: string, end: string): Row => ({
      ...licence,
      ...money(-33.33),
      ChargeType: 'customerCredit',
      BillableQuantity: -1,
      ChargeStartDate: start,
      ChargeEndDate: end,
    });
    expect(await told([licence, credit('6/1/2026', '6/30/2026'), credit('7/1/2026', '7/31/2026')])).toEqual([
      ['late_credit_note', -3333, 1],
    ]);
  });
});

describe('Azure', () => {
  test('a plan that has the credit lacks it on an eligible meter', async () => {
    expect(await told([meter('A', true), meter('A', false)])).toEqual([['pec_lost', 750, 1]]);
  });

  test('eligibility is learned from other plans, also from later lines', async () => {
    expect(await told([meter('B', false), meter('A', true), meter('B', true, 'plan-2')])).toEqual([['pec_lost', 750, 0]]);
  });

  test('a meter that nobody gets the credit for, and a plan that never has it, are no findings', async () => {
    expect(await told([meter('A', true), meter('C', false)])).toEqual([]);
    expect(await told([meter('A', true), meter('A', false, 'plan-2')])).toEqual([]);
  });

  const daily = (sku: string, quantity: number): Row => ({
    ProductId: 'AZURE',
    SkuId: sku,
    SubscriptionId: 'plan-1',
    Quantity: quantity,
    UnitPrice: 0.5,
    EffectiveUnitPrice: 0.5,
  });

  test('an invoice above the sum of its days, however fine the days are', async () => {
    expect(await told([meter('A', false)], { daily: [daily('A', 60), daily('A', 40)] })).toEqual([]);
    expect(await told([meter('A', false)], { daily: [daily('A', 60), daily('A', 30)] })).toEqual([['usage_total_mismatch', 500, 0]]);
    expect(await told([meter('A', false)], { daily: [daily('A', 33.333333333), daily('A', 66.666666667)] })).toEqual([]);
  });

  test('a meter without days is not compared, nor is a repeated line counted twice', async () => {
    expect(await told([meter('A', false), meter('B', false)], { daily: [daily('A', 100)] })).toEqual([]);
    expect(await told([meter('A', false), meter('A', false)], { daily: [daily('A', 100)] })).toEqual([['duplicate_line', 5000, 1]]);
  });
});
