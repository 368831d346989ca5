import { describe, expect, test } from 'vitest';
import { compare } from '../compare.ts';
import { parseDay } from '../days.ts';
import { PriceTable } from '../load/price-table.ts';
import type { PsaLine } from '../model.ts';
import { ProblemList } from '../problem.ts';
import { AzureUsage } from '../scan/azure-usage.ts';
import { scanExport } from '../scan/scan-exports.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;
type Row = Record<string, string | number>;

/** A reservation of a year, paid at once, as the export writes it: it has no subscription. */
const reservation: Row = {
  ...{ PartnerId: 'partner', CustomerId: 'customer', CustomerCountry: 'US', InvoiceNumber: 'G1', ProductId: 'DZH318Z0BQ3Q', SkuId: '00QN' },
  ...{ ChargeType: 'new', UnitPrice: 1200, Subtotal: 1200, TaxTotal: 0, Total: 1200, Currency: 'USD', PriceAdjustmentDescription: '' },
  ...{ SubscriptionDescription: '', SubscriptionId: '', ReservationOrderId: 'Order-1', TermAndBillingCycle: '1 Year Reservation' },
  ...{ ChargeStartDate: '2026-07-03T00:00:00Z', ChargeEndDate: '2027-07-02T00:00:00Z', SubscriptionStartDate: '2026-07-03T00:00:00Z' },
  ...{ EffectiveUnitPrice: 1200, BillableQuantity: 1, BillingFrequency: '', PricingCurrency: 'USD', PCToBCExchangeRate: 1 },
};
const back: Row = { ...reservation, ChargeType: 'cancelImmediate', EffectiveUnitPrice: -1200, Subtotal: -1200, Total: -1200 };
const aLine: PsaLine = {
  ...{ id: '1', companyId: 'company', code: 'OTHER', quantity: 1_000_000, unitPrice: 110_000_000, currency: 'USD', startsOn: undefined },
  subscriptionId: '',
};

async function told(rows: readonly Row[], lines: readonly PsaLine[] = [aLine], isComplete = true) {
  const estate = { byId: new Map(), byCustomer: new Map(), isComplete: true };
  const prices = { table: new PriceTable(), extended: new PriceTable(), currencyOf: new Map<string, string>() };
  const usage = new AzureUsage();
  const open = async function* () {
    yield await Promise.resolve(Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
  };
  const { scan } = await scanExport([{ name: 'blob', open }], 'jsonl', { estate, prices, usage, taxPpm: new Map() }, new ProblemList());
  const mapped = {
    productId: 'DZH318Z0BQ3Q',
    skuId: '00QN',
    term: 'P1Y',
    billing: 'none',
    distributorProductId: '',
    psaCode: 'RESERVED',
  } as const;
  const { findings } = compare({
    ...{ month: { start: day('2026-07-01'), end: day('2026-07-31') }, estate, prices, usage, isUsageComplete: true },
    ...{ rates: { billingCurrency: 'USD', rates: new Map([['USD', 1_000_000]]), taxPpm: new Map() } },
    ...{ customers: undefined, audit: undefined, distributor: undefined, invoices: [{ scan, isComplete: true }] },
    psa: { lines, isComplete, book: new PriceTable(), companies: new Map() },
    mapping: {
      customers: [{ customerId: 'customer', name: 'A', distributorCompanyId: '', psaCompanyId: 'company' }],
      isComplete: true,
      products: [mapped],
    },
  });
  const own = findings.filter(({ psaIds }) => psaIds === undefined);
  return own.map(({ kind, subscriptionId, impactCents, lineNo }) => [kind, subscriptionId, impactCents, lineNo]);
}

describe('a reservation or savings plan on the invoice', () => {
  test('that no PSA line bills is told by its order, and is no unknown subscription', async () => {
    expect(await told([reservation])).toEqual([['commitment_unmatched', 'order-1', 120_000, 0]]);
    expect(await told([{ ...reservation, TermAndBillingCycle: '3 Years Savings Plan' }])).toHaveLength(1);
  });

  test('is billed by a line that names its order, or by one of a product that is mapped to it', async () => {
    expect(await told([reservation], [{ ...aLine, subscriptionId: 'order-1' }])).toEqual([]);
    expect(await told([reservation], [{ ...aLine, code: 'RESERVED' }])).toEqual([]);
    expect(await told([reservation], [{ ...aLine, code: 'RESERVED', companyId: 'another' }])).toHaveLength(1);
  });

  test('that was given back costs nothing, whichever line comes first', async () => {
    expect(await told([reservation, back])).toEqual([]);
    expect(await told([back, reservation])).toEqual([]);
  });

  test('is one finding for each order, and lines of one order need not be neighbours', async () => {
    const other = { ...reservation, ReservationOrderId: 'order-2' };

    expect(await told([reservation, other, { ...reservation, SkuId: '00QP' }])).toEqual([
      ['commitment_unmatched', 'order-1', 240_000, 0],
      ['commitment_unmatched', 'order-2', 120_000, 1],
    ]);
  });

  test('is not judged when not all bills are known; what was bought once, without order and subscription, is none', async () => {
    expect(await told([reservation], [aLine], false)).toEqual([]);
    expect(await told([{ ...reservation, ReservationOrderId: '', TermAndBillingCycle: '' }])).toEqual([]);
  });
});
