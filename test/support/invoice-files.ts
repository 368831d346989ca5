import { gzipSync } from 'node:zlib';
import type { InvoiceFile } from '../../src/features/invoices/scan/keep-file.ts';

export type MadeLine = Readonly<Record<string, string | number>>;

export const partnerTenant = '00000000-0000-7000-8000-000000000001';

/** A line as the billing export writes it, with the columns that matter. Amounts are of n seats at 10. */
export const aChargeLine = (n: number, changes: MadeLine = {}): MadeLine => ({
  PartnerId: partnerTenant,
  CustomerId: `c0000000-0000-4000-8000-00000000000${n % 5}`,
  CustomerName: `Customer ${n % 5}`,
  InvoiceNumber: 'G000000001',
  OrderId: `order-${n}`,
  ProductId: 'CFQ7TTC0LH18',
  SkuId: '0001',
  ProductName: 'Business Basic',
  ChargeType: 'cycleCharge',
  UnitPrice: 10,
  Quantity: n,
  Subtotal: n * 10,
  TaxTotal: `${n * 2}.05`,
  Total: `${n * 12}.05`,
  Currency: 'EUR',
  SubscriptionId: `50000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  ChargeStartDate: '2026-10-05T00:00:00Z',
  ChargeEndDate: '2026-11-04T00:00:00Z',
  EffectiveUnitPrice: 10,
  BillableQuantity: n,
  PCToBCExchangeRate: 1,
  MeterDescription: '',
  ReferenceId: `reference-${n}`,
  ...changes,
});

export const jsonLines = (lines: readonly MadeLine[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** As the portal writes it: a header row, dates in American order. */
export function csvLines(lines: readonly MadeLine[]): string {
  const names = Object.keys(lines[0] ?? {});
  const field = (value: string | number | undefined): string => {
    const text = String(value ?? '').replace(/^(\d{4})-0?(\d+)-0?(\d+)T00:00:00Z$/, '$2/$3/$1');
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [names.join(), ...lines.map((line) => names.map((name) => field(line[name])).join())].map((row) => `${row}\r\n`).join('');
}

/** A file of these bytes, packed as exports are; `counted` sees each time it is opened. */
export const aFile = (name: string, content: string | Buffer, counted: () => void = () => undefined): InvoiceFile => ({
  name,
  open: async function* () {
    counted();
    const bytes = typeof content === 'string' ? gzipSync(content) : content;
    for (let at = 0; at < bytes.length; at += 1000) yield await Promise.resolve(bytes.subarray(at, at + 1000));
  },
});
