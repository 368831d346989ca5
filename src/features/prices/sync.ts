import type { Marketplace } from '../../connectors/ports.ts';
import { isAppError } from '../../lib/errors.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { findProvider } from '../connections/index.ts';
import type { Context } from '../context.ts';
import type { Piece, PieceSyncer } from '../reading.ts';
import { keepSheet, type SheetOf } from './keep-sheet.ts';

/** Licences, and licences that run on under the extended service term (partner-center-api reference 6.3). */
const views = ['updatedlicensebased', 'licensebasedest'];
/** An invoice of last month may charge for changes of the month before it. Past months do not change any more: they are read once. */
const monthsBack = 2;

/** Price sheets of this month and the last two, for each market in which there are customers and for the partner's own. */
export const priceSyncer: PieceSyncer<Marketplace> = {
  kind: 'prices',
  counted: 'price sheets',
  pieces: async ({ context, remote, connectionId, signal }) => {
    const { priceSheet } = remote;
    const provider = await findProvider(context, connectionId);
    // Cost management is a switch of the account (S31): without it no price is read, and those that were read stay.
    if (priceSheet === undefined || provider?.record.costManagement === false) return { pieces: [], refused: [] };
    const own = provider?.record.country ?? (await remote.market?.(signal));
    const markets = await marketsOf(context, connectionId, own);
    const today = context.clock.today().toPlainYearMonth();
    const months = Array.from({ length: monthsBack + 1 }, (_, back) => today.subtract({ months: back }).toString());
    const kept = await keptSheets(context, connectionId);
    const wanted = markets.flatMap((market) => months.flatMap((month) => views.map((view) => ({ connectionId, market, view, month }))));
    const current = today.toString();
    return {
      pieces: wanted
        .filter((of) => of.month === current || !kept.has(keyOf(of)))
        .map((of) => pieceOf(context, priceSheet, of, of.month === current)),
      refused: [],
    };
  },
};

const keyOf = ({ market, view, month }: Omit<SheetOf, 'connectionId'>): string => `${market} ${month} ${view}`;

function pieceOf(context: Context, priceSheet: NonNullable<Marketplace['priceSheet']>, of: SheetOf, isCurrent: boolean): Piece {
  const { market, view, month } = of;
  return {
    key: keyOf(of),
    name: `Prices of ${market} for ${month} (${view})`,
    read: async (signal) => {
      try {
        return await keepSheet(context, of, priceSheet({ market, view, ...(!isCurrent && { month }) }), signal);
      } catch (error) {
        // Not every market has every view, and history does not go back for ever: only the sheet of now has to be there.
        const isMissing = isAppError(error) && error.code === 'no_price_sheet';
        if (isMissing && (!isCurrent || view !== views[0])) return { outcome: 'unchanged' };
        throw error;
      }
    },
  };
}

async function marketsOf(context: Context, connectionId: string, own: string | undefined): Promise<string[]> {
  const rows = await inScope(context.db, everything, (tx) =>
    tx
      .selectFrom('customer')
      .innerJoin('customer_connection', 'customer_connection.customer_id', 'customer.customer_id')
      .select('customer.country')
      .distinct()
      .where('customer_connection.connection_id', '=', connectionId)
      .where('customer.retired_at', 'is', null)
      .execute(),
  );
  const all = new Set([own, ...rows.map(({ country }) => country)]);
  return [...all].filter((market) => market !== undefined && market !== null && /^[A-Z]{2}$/.test(market)).sort() as string[];
}

async function keptSheets(context: Context, connectionId: string): Promise<ReadonlySet<string>> {
  const rows = await inScope(context.db, everything, (tx) =>
    tx
      .selectFrom('price_sheet')
      .select(['market', 'view', 'month'])
      .where('connection_id', '=', connectionId)
      .where('state', '=', 'kept')
      .execute(),
  );
  return new Set(rows.map(keyOf));
}
