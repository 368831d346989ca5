import type { Billing, Marketplace, Quarantined } from '../../connectors/ports.ts';
import { type BillingExport, type ChargedInvoice, isNewCommerce } from '../../model/billing.ts';
import type { InvoiceKind } from '../../model/invoice.ts';
import { findProvider } from '../connections/index.ts';
import { expectInvoices } from '../invoices/index.ts';
import type { Piece, PieceSyncer, PiecesOf } from '../reading.ts';
import { type Bring, bringExport, isRecent, monthOf } from './bring.ts';
import { linesPiece } from './first-api.ts';

/**
 * What Microsoft charges: of each recent invoice its lines and its daily usage by the export, and what is not on an invoice yet. Invoices of old
 * offers, and those of clouds without the export, come by their lists of lines.
 */
export const microsoftInvoiceSyncer: PieceSyncer<Marketplace> = {
  kind: 'invoices',
  counted: 'files',
  pieces: async (of) => {
    const { billing } = of.remote;
    if (billing === undefined) return { pieces: [], refused: [] };
    await expectInvoices(of.context, { connectionId: of.connectionId, provider: 'microsoft' });
    const { invoices, refused } = await recentInvoices(of, billing);
    const exported = billing.export;
    const pieces = invoices.flatMap((invoice) =>
      exported !== undefined && isNewCommerce(invoice) ? billedPieces(of, billing, exported, invoice) : [linesPiece(of, billing, invoice)],
    );
    if (exported === undefined) return { pieces, refused };
    return { pieces: [...pieces, ...unbilledPieces(of, exported, invoices, await currenciesOf(of, invoices))], refused };
  },
};

type Of = PiecesOf<Marketplace>;
type Export = NonNullable<Billing['export']>;

async function recentInvoices({ context, signal }: Of, billing: Billing): Promise<{ invoices: ChargedInvoice[]; refused: Quarantined[] }> {
  const invoices: ChargedInvoice[] = [];
  const refused: Quarantined[] = [];
  for await (const page of billing.invoices(undefined, signal)) {
    invoices.push(...page.items.filter((invoice) => isRecent(context, invoice)));
    refused.push(...page.quarantined);
  }
  return { invoices, refused };
}

/** Lines tie to the invoice's total; daily usage is the detail behind some of them and ties to nothing. */
const billed = [
  { data: 'reconciliation', kind: 'reconciliation', lines: 'billing_line_items', hasTotal: true },
  { data: 'usage', kind: 'dailyUsage', lines: 'usage_line_items', hasTotal: false },
] as const;

const billedPieces = ({ context, connectionId }: Of, billing: Billing, exported: Export, invoice: ChargedInvoice): Piece[] =>
  billed
    .filter(({ lines }) => invoice.lists.some((list) => list.lines === lines))
    .map(({ data, kind, hasTotal }) => ({
      key: `${invoice.number} ${kind}`,
      name: `${words[kind]} of invoice ${invoice.number}`,
      read: async (signal) => {
        const { number, currency, total } = invoice;
        const period = monthOf(await billing.invoice(number, signal));
        const header = { number, currency, period, ...(hasTotal && { total }) };
        const of: Bring = { context, connectionId, kind, key: number, header };
        return bringExport(of, (asking) => exported({ data, invoice: number }, asking), signal);
      },
    }));

/** What is billed in, and how people read where that is known from. */
type Currencies = {
  readonly currencies: readonly string[];
  readonly from: '' | ' (as entered for the account)' | ' (of an earlier invoice)';
};

/**
 * Microsoft asks for the currency of what is not billed yet, and its invoices tell it (reference 10.2, 12). Before the first one it is what a person entered for
 * the account, else what an invoice told that is too old to be read.
 */
async function currenciesOf({ context, connectionId }: Of, invoices: readonly ChargedInvoice[]): Promise<Currencies> {
  const billed = [...new Set(invoices.filter(isNewCommerce).map(({ currency }) => currency))].sort();
  if (billed.length > 0) return { currencies: billed, from: '' };
  const provider = await findProvider(context, connectionId);
  const [entered, told] = [provider?.record.currency, provider?.account.currency];
  if (entered !== undefined) return { currencies: [entered], from: ' (as entered for the account)' };
  return told === undefined ? { currencies: [], from: '' } : { currencies: [told], from: ' (of an earlier invoice)' };
}

/** In every currency that is billed: this month, and the last one as long as its invoice is not there (day 6 to 8: reference 10.2). */
function unbilledPieces(
  { context, connectionId }: Of,
  exported: Export,
  invoices: readonly ChargedInvoice[],
  { currencies, from }: Currencies,
): Piece[] {
  const thisMonth = context.clock.today().toPlainYearMonth();
  const lastMonth = thisMonth.subtract({ months: 1 }).toString();
  const ours = invoices.filter(isNewCommerce);
  const isBilled = (currency: string): boolean => ours.some((invoice) => invoice.currency === currency && monthOf(invoice) === lastMonth);
  const asked: readonly Unbilled[] = [
    ...currencies.map((currency) => ({ currency, unbilled: 'current', period: thisMonth.toString() }) as const),
    ...currencies.filter((currency) => !isBilled(currency)).map((currency) => ({ currency, unbilled: 'last', period: lastMonth }) as const),
  ];
  return asked.flatMap(({ currency, unbilled, period }) =>
    unbilledKinds.map(([data, kind]) => ({
      key: `unbilled ${kind} ${currency} ${period}`,
      name: `${words[kind]}, ${currency}${from}, ${period}`,
      read: (signal) => {
        const wanted: BillingExport = { data, unbilled, currency };
        return bringExport(
          { context, connectionId, kind, key: `${currency} ${period}`, header: { currency, period } },
          (asking) => exported(wanted, asking),
          signal,
        );
      },
    })),
  );
}

type Unbilled = { readonly currency: string; readonly unbilled: 'current' | 'last'; readonly period: string };

const unbilledKinds = [
  ['reconciliation', 'unbilledReconciliation'],
  ['usage', 'unbilledUsage'],
] as const;

const words: Readonly<Record<Extract<InvoiceKind, 'reconciliation' | 'dailyUsage' | 'unbilledReconciliation' | 'unbilledUsage'>, string>> =
  {
    reconciliation: 'Lines',
    dailyUsage: 'Daily usage',
    unbilledReconciliation: 'Charges not billed yet',
    unbilledUsage: 'Usage not billed yet',
  };
