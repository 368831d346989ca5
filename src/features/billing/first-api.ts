import type { Billing, RemoteFile } from '../../connectors/ports.ts';
import { Decimal } from '../../lib/decimal.ts';
import type { ChargedInvoice } from '../../model/billing.ts';
import type { InvoiceKind } from '../../model/invoice.ts';
import { moneyText } from '../../model/money.ts';
import type { Context } from '../context.ts';
import { listInvoices } from '../invoices/index.ts';
import type { Piece, PieceRead } from '../reading.ts';
import { bring, monthOf } from './bring.ts';

/** What a list of lines holds, by its provider: old offers have lines of other forms (partner-center-api.md 10.3). */
const kinds: Readonly<Record<string, InvoiceKind>> = { office: 'legacyLicence', azure: 'legacyUsage' };

type Of = { readonly context: Context; readonly connectionId: string };

/**
 * An invoice by the lists of the first API. One of old offers has a list of licences and one of Azure, each a file of its own form, and only
 * both together add up to the invoice.
 */
export function linesPiece({ context, connectionId }: Of, billing: Billing, invoice: ChargedInvoice): Piece {
  const { number, currency, total } = invoice;
  const lists = invoice.lists.filter(({ lines }) => lines === 'billing_line_items');
  const byKind = Map.groupBy(lists, ({ provider }) => kinds[provider] ?? 'v1Lines');
  return {
    key: `${number} v1Lines`,
    name: `Lines of invoice ${number}`,
    read: async (signal) => {
      if (byKind.size === 0) return { outcome: 'unchanged' };
      const period = monthOf(await billing.invoice(number, signal));
      const header = { number, currency, period, ...(byKind.size === 1 && { total }) };
      const reads: PieceRead[] = [];
      for (const [kind, its] of byKind) {
        const files: RemoteFile[] = [];
        for (const list of its) {
          const file = billing.lines(number, list);
          if (byKind.size === 1 || !(await isEmpty(file, signal))) files.push(file);
        }
        if (files.length > 0) reads.push(await bring({ context, connectionId, kind, key: number, header }, files, signal));
      }
      const outcome = reads.find((read) => read.outcome !== 'unchanged')?.outcome ?? 'unchanged';
      return byKind.size === 1 ? { outcome } : { outcome, refused: await untied({ context, connectionId }, invoice) };
    },
  };
}

/** An invoice without Azure has an empty list of it: that is no file. Its first page tells. */
async function isEmpty(file: RemoteFile, signal: AbortSignal): Promise<boolean> {
  for await (const piece of file.open(signal)) if (piece.length > 0) return false;
  return true;
}

/** Says that the parts of an invoice do not add up to it. */
async function untied(
  { context, connectionId }: Of,
  { number, total, currency }: ChargedInvoice,
): Promise<NonNullable<PieceRead['refused']>> {
  const { rows } = await listInvoices(context, {
    ...{ filter: { q: number, connectionId }, sort: 'number', descending: false, limit: 50, cursor: undefined, count: false },
  });
  const sums = rows.filter((row) => row.number === number).flatMap((row) => row.sums);
  const lines = sums.filter((sum) => sum.currency === currency).reduce((sum, each) => sum.plus(each.total), new Decimal(0));
  if (lines.eq(total)) return [];
  const reason = `its lists add up to ${moneyText(lines, currency)}, the invoice says ${moneyText(new Decimal(total), currency)}`;
  return [{ remoteId: number, reason, raw: JSON.stringify({ number, total, currency }) }];
}
