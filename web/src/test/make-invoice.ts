import type { z } from 'zod';
import type { InvoiceDetail, InvoiceLine, InvoiceVersion } from '#contract/invoices.ts';
import { justRead } from './make.ts';

// Makers of provider invoices: everything that a test does not name is ordinary.

export const anInvoice = (given: Partial<z.infer<typeof InvoiceDetail>> = {}): z.infer<typeof InvoiceDetail> => ({
  id: 'inv_01JD0000000000000000000001',
  provider: 'microsoft',
  kind: 'reconciliation',
  connectionId: 'con_1',
  connectionName: 'Contoso CSP',
  number: 'G012345678',
  period: '2026-10',
  currency: 'USD',
  state: 'complete',
  lines: 1204,
  sums: [{ currency: 'USD', lines: 1204, subtotal: '21044.10', tax: '0', total: '21044.10' }],
  tie: 'tied',
  rest: null,
  versions: 1,
  publishedVersion: 1,
  suspenseLines: 0,
  ...justRead,
  changedAt: '2026-11-08T06:00:00Z',
  header: { lines: 1204, subtotal: usd('21044.10'), tax: usd('0'), total: usd('21044.10') },
  ...given,
});

export const aVersion = (given: Partial<z.infer<typeof InvoiceVersion>> = {}): z.infer<typeof InvoiceVersion> => ({
  n: 1,
  kind: 'reconciliation',
  state: 'published',
  source: 'sync',
  contentHash: 'c0ffee00c0ffee00',
  etag: null,
  fetchedAt: '2026-11-08T06:00:00Z',
  lines: 1204,
  sums: [{ currency: 'USD', lines: 1204, subtotal: '21044.10', tax: '0', total: '21044.10' }],
  tie: 'tied',
  rest: null,
  problems: [],
  files: [
    {
      names: ['part-00000.json.gz'],
      contentHash: 'c0ffee00c0ffee00',
      receivedHashes: ['ab12'],
      lines: 1204,
      bytes: 2_400_000,
      keptBytes: 72_000,
    },
  ],
  changes: null,
  publishedAt: '2026-11-08T06:01:00Z',
  publishedBy: null,
  reason: null,
  ...given,
});

export const anInvoiceLine = (given: Partial<z.infer<typeof InvoiceLine>> = {}): z.infer<typeof InvoiceLine> => ({
  lineNo: 0,
  customerId: 'cus_1',
  customerKey: '7f3c0000-0000-4000-8000-000000000001',
  customerName: 'Contoso Ltd',
  subscriptionId: 'sub_1',
  subscriptionKey: '49ff98c5-601b-4a29-8314-71df9a0774b8',
  productName: 'Microsoft 365 Business Premium',
  chargeType: 'cycleFee',
  chargeStart: '2026-10-01',
  chargeEnd: '2026-10-31',
  quantity: '25',
  unitPrice: '18.70',
  subtotal: '467.50',
  tax: '0',
  total: '467.50',
  currency: 'USD',
  raw: {},
  ...given,
});

const usd = (amount: string) => ({ amount, currency: 'USD' });
