import type { Distributor, Quarantined } from '../../connectors/ports.ts';
import type { ChargedInvoice } from '../../model/billing.ts';
import { expectInvoices } from '../invoices/index.ts';
import type { Piece, PieceSyncer, PiecesOf } from '../reading.ts';
import { type Bring, bring, isRecent, keepMark, knownMark } from './bring.ts';

/** What a distributor charges. Its approved invoices never change (distributors reference 2.7), so one is read again only when its state does. */
export const distributorInvoiceSyncer: PieceSyncer<Distributor> = {
  kind: 'invoices',
  counted: 'invoices',
  pieces: async (of) => {
    const { billing } = of.remote;
    if (billing === undefined) return { pieces: [], refused: [] };
    await expectInvoices(of.context, { connectionId: of.connectionId, provider: 'distributor' });
    const pieces: Piece[] = [];
    const refused: Quarantined[] = [];
    for await (const page of billing.invoices(undefined, of.signal)) {
      refused.push(...page.quarantined);
      for (const invoice of page.items) if (isWanted(of, invoice)) pieces.push(pieceOf(of, invoice));
    }
    return { pieces, refused };
  },
};

/** A void invoice asks for nothing. */
const isWanted = ({ context }: PiecesOf<Distributor>, invoice: ChargedInvoice): boolean =>
  isRecent(context, invoice) && invoice.status?.toLowerCase() !== 'void';

const pieceOf = (
  { context, connectionId, remote }: PiecesOf<Distributor>,
  { number, currency, total, issuedOn, status }: ChargedInvoice,
): Piece => ({
  key: number,
  name: `Invoice of ${issuedOn} (${number})`,
  read: async (signal) => {
    const of: Bring = {
      ...{ context, connectionId, kind: 'distributorInvoice', key: number },
      // Which month it is for its items say: some are charged ahead, some behind.
      header: { number, currency, total, ...(status !== undefined && { status }) },
    };
    const mark = status ?? 'issued';
    if (remote.billing === undefined || (await knownMark(of)) === mark) return { outcome: 'unchanged' };
    const read = await bring(of, [remote.billing.items(number)], signal);
    await keepMark(of, mark);
    return read;
  },
});
