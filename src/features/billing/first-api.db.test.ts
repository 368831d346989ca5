import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { keepPartnerAccount, partnerAccountId } from '../../../test/support/partner-account.ts';
import { guid } from '../../../test/support/records.ts';
import type { Billing } from '../../connectors/ports.ts';
import type { ChargedInvoice } from '../../model/billing.ts';
import { linesPiece } from './first-api.ts';

const { db, owner } = await aDatabase();
const blobFolder = mkdtempSync(path.join(tmpdir(), 'concord-first-api-'));
const { context } = aContext(db, { blobFolder });
afterAll(() => {
  rmSync(blobFolder, { recursive: true, force: true });
});

const connectionId = partnerAccountId;
await keepPartnerAccount(context, guid(2));

const seats = { customerId: guid(3), syndicationPartnerSubscriptionNumber: guid(4), subscriptionId: 'AAAAIA', currency: 'EUR' };
const seat = { ...seats, subtotal: 10, tax: 2, totalForCustomer: 12, chargeType: 'Cycle fee' };
const meter = { customerId: guid(3), subscriptionId: guid(5), currency: 'EUR', pretaxCharges: 5, taxAmount: 1, postTaxTotal: 6 };

const invoice = (number: string, total: string): ChargedInvoice => ({
  number,
  issuedOn: '2026-11-05',
  currency: 'EUR',
  total,
  documentType: 'invoice',
  amends: undefined,
  period: { from: '2026-10-05', to: '2026-11-04' },
  status: undefined,
  lists: [
    { provider: 'office', lines: 'billing_line_items' },
    { provider: 'azure', lines: 'billing_line_items' },
    { provider: 'azure', lines: 'usage_line_items' },
  ],
});

const read = (of: ChargedInvoice, lists: Readonly<Record<string, readonly object[]>>) => {
  const billing = {
    invoice: () => Promise.resolve(of),
    lines: (number: string, { provider }: { provider: string }) => ({
      name: `${number}.${provider}.json`,
      open: async function* () {
        yield await Promise.resolve(Buffer.from((lists[provider] ?? []).map((line) => `${JSON.stringify(line)}\n`).join('')));
      },
    }),
  } as unknown as Billing; // what the piece asks of it
  return linesPiece({ context, connectionId }, billing, of).read(new AbortController().signal);
};
const kept = () =>
  owner.db.selectFrom('provider_invoice').select(['number', 'kind', 'lines', 'state']).orderBy('number').orderBy('kind').execute();

test('an invoice of old offers is kept as its licences and its Azure, which add up to it together', async () => {
  expect(await read(invoice('D1', '18'), { office: [seat], azure: [meter] })).toEqual({ outcome: 'created', refused: [] });
  expect(await kept()).toMatchObject([
    { number: 'D1', kind: 'legacyLicence', lines: '1', state: 'complete' },
    { number: 'D1', kind: 'legacyUsage', lines: '1', state: 'complete' },
  ]);
});

test('one without Azure has its licences alone; parts that do not add up to the invoice are said', async () => {
  const { refused } = await read(invoice('D2', '12.50'), { office: [seat] });

  expect(refused).toMatchObject([{ remoteId: 'D2', reason: 'its lists add up to EUR 12.00, the invoice says EUR 12.50' }]);
  expect((await kept()).filter(({ number }) => number === 'D2')).toMatchObject([{ kind: 'legacyLicence', lines: '1' }]);
});
