import { must } from '../../../src/lib/must.ts';
import type { TestSandbox } from '../../testing.ts';
import { ask, pc, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { keptSamples } from '../samples.ts';

/** Columns of the reconciliation file of the latest invoice, as somebody downloads it from the portal. */
async function file(box: TestSandbox): Promise<readonly string[]> {
  const list = await pc(box, '/invoices?size=200&offset=0');
  const { items } = list.body as { readonly items: readonly unknown[] };
  const id = textAt(
    must(
      items.findLast((item) => textAt(item, 'invoiceType') === 'OneTime'),
      'invoice',
    ),
    'id',
  );
  const answer = await ask(box, `partner.microsoft.com/commerce/billing/invoices/pc-1/${id}/reconciliation.csv`);
  const [header = '', first = ''] = answer.text.replace('\u{feff}', '').split(/\r?\n/);
  if (answer.status !== 200 || first === '') throw new Error(`no lines: ${answer.text.slice(0, 200)}`);
  return header.split(',').map((column) => column.replaceAll('"', ''));
}

/** Words of the page's tables for columns of the file. `Renew Date` is the day after the subscription's last. */
const alsoCalled: Readonly<Record<string, string>> = {
  product: 'productname',
  productqualifier: 'productqualifiers',
  billingterm: 'termandbillingcycle',
  billingplan: 'billingfrequency',
  renewdate: 'subscriptionenddate',
};

/**
 * A worked example of the page "Billing examples", whose tables name the columns in words: those for which the file has a column.
 * That the lines themselves come out is proven in `sandbox/ledger/worked-examples.test.ts`.
 */
const example = (name: string): Case => {
  const sample = `partner-center/recon.new-commerce.example.${name}.csv`;
  return {
    sample,
    show: async (box): Promise<Shown> => {
      const columns = new Set((await file(box)).map((column) => column.toLowerCase()));
      const wanted = must(
        keptSamples().find((kept) => kept.name === sample),
        sample,
      ).columns;
      const plain = (text: string): string => text.replaceAll(' ', '').toLowerCase();
      return { columns: (wanted ?? []).filter((column) => columns.has(alsoCalled[plain(column)] ?? plain(column))) };
    },
  };
};

export const reconCases: readonly Case[] = [
  { sample: 'partner-center/recon.new-commerce.columns.csv', show: async (box) => ({ columns: await file(box) }) },
  ...[
    'cancel-in-window.1',
    'change-billing-plan.1',
    'change-billing-plan.2',
    'full-upgrade.1',
    'month-end-day-before.1',
    'month-end-day-before.2',
    'month-end-last-day.1',
    'month-end-last-day.2',
    'partial-upgrade.1',
    'seat-changes.1',
    'trial-conversion.1',
  ].map(example),
];
