import * as contract from '../contract/loss-meter.ts';
import { readLossMeter } from '../features/loss-meter/index.ts';
import { type Decimal, printDecimal } from '../lib/decimal.ts';
import { publicId } from '../model/ids.ts';
import { money } from '../model/money.ts';
import { good, handle, type Mounted } from './handle.ts';

export const lossMeterRoutes: readonly Mounted[] = [
  handle(contract.getLossMeter, async ({ context, query: { by, customerId, limit } }) => {
    const { rows, more, totals, withoutPrice, leftOut, at } = await readLossMeter(context, { by, customerId, limit });
    return good({
      by,
      rows: rows.map((row) => ({
        key: by === 'customer' ? publicId('customer', row.key) : row.key,
        label: row.label,
        seats: bySource(row.seats, printDecimal),
        ...amounts(row),
        since: row.since ?? null,
      })),
      more,
      totals: totals.map(amounts),
      withoutPrice: { products: withoutPrice.positions, seats: printDecimal(withoutPrice.seats) },
      leftOut: [...leftOut],
      at: at.toString(),
    });
  }),
];

type Four = {
  readonly bought: Decimal;
  readonly charged: Decimal | undefined;
  readonly billed: Decimal;
  readonly assigned: Decimal | undefined;
};
type Amounts = { readonly currency: string; readonly money: Four; readonly underBilled: Decimal; readonly overBilled: Decimal };

const bySource = <T>({ bought, charged, billed, assigned }: Four, show: (value: Decimal) => T) => ({
  bought: show(bought),
  charged: charged === undefined ? null : show(charged),
  billed: show(billed),
  assigned: assigned === undefined ? null : show(assigned),
});

const amounts = ({ currency, money: four, underBilled, overBilled }: Amounts) => ({
  money: bySource(four, (value) => money(value, currency)),
  underBilled: money(underBilled, currency),
  overBilled: money(overBilled, currency),
});
