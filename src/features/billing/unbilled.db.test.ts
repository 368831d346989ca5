import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { keepPartnerAccount, partnerAccountId } from '../../../test/support/partner-account.ts';
import { guid } from '../../../test/support/records.ts';
import type { Marketplace } from '../../connectors/ports.ts';
import type { BillingExport, ChargedInvoice } from '../../model/billing.ts';
import { idOf } from '../../model/ids.ts';
import { saveProvider } from '../connections/index.ts';
import { microsoftInvoiceSyncer } from './microsoft.ts';

const { db, owner } = await aDatabase();
const { context } = aContext(db, { startsAt: '2026-11-21T09:00:00Z' });
await keepPartnerAccount(context, guid(2));
const connectionId = idOf('connection', partnerAccountId);

/** What is read of an account with these invoices: names of the pieces of what is not billed yet, and what Microsoft is asked for. */
async function unbilled(invoices: readonly ChargedInvoice[]) {
  const asked: BillingExport[] = [];
  const remote = {
    billing: {
      invoices: async function* () {
        yield await Promise.resolve({ items: invoices, quarantined: [], cursor: undefined, total: invoices.length });
      },
      export: (wanted: BillingExport) => {
        asked.push(wanted);
        return Promise.resolve(undefined);
      },
    },
  } as unknown as Marketplace; // what the syncer asks of it
  const { signal } = new AbortController();
  const { pieces } = await microsoftInvoiceSyncer.pieces({ context, connectionId, remote, signal });
  const ours = pieces.filter(({ name }) => name.includes('not billed yet'));
  for (const piece of ours) await piece.read(signal);
  return { names: ours.map(({ name }) => name), asked };
}
const tell = (currency: string) =>
  owner.db
    .updateTable('connection')
    .set({ account: JSON.stringify({ currency }) })
    .where('connection_id', '=', connectionId)
    .execute();

test('without an invoice nothing is asked for while nobody knows the currency', async () => {
  expect(await unbilled([])).toEqual({ names: [], asked: [] });
});

test('without a recent invoice it is the currency of an earlier one, and what a person entered counts more', async () => {
  await tell('USD');
  expect((await unbilled([])).names[0]).toBe('Charges not billed yet, USD (of an earlier invoice), 2026-11');

  await saveProvider(context, connectionId, { record: { currency: 'CHF' }, version: 0 });
  const { names, asked } = await unbilled([]);
  expect(names).toEqual([
    'Charges not billed yet, CHF (as entered for the account), 2026-11',
    'Usage not billed yet, CHF (as entered for the account), 2026-11',
    'Charges not billed yet, CHF (as entered for the account), 2026-10',
    'Usage not billed yet, CHF (as entered for the account), 2026-10',
  ]);
  expect(asked).toContainEqual({ data: 'reconciliation', unbilled: 'current', currency: 'CHF' });
});

test('the currency of an invoice counts more than what was entered', async () => {
  const invoice: ChargedInvoice = {
    ...{ number: 'G1', issuedOn: '2026-11-08', currency: 'EUR', total: '10', documentType: 'invoice' },
    ...{ amends: undefined, period: { from: '2026-10-01', to: '2026-10-31' }, status: undefined },
    lists: [{ provider: 'one_time', lines: 'billing_line_items' }],
  };

  expect((await unbilled([invoice])).names).toEqual(['Charges not billed yet, EUR, 2026-11', 'Usage not billed yet, EUR, 2026-11']);
});
