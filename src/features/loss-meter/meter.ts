import { Decimal } from '../../lib/decimal.ts';
import { minorDigitsOf } from '../../model/money.ts';

/**
 * One product of one customer in one term, as the books have it. Seats of all four sources are valued at what a seat is billed for: so they can
 * be held against each other, and no cost is told.
 */
export type Position = {
  readonly customerId: string;
  readonly customerName: string;
  /** `productId:skuId` */
  readonly productKey: string;
  readonly productName: string;
  /** Undefined: neither a line nor the catalogue says what a seat is sold for. */
  readonly currency: string | undefined;
  readonly unitPrice: Decimal | undefined;
  readonly bought: Decimal;
  /** Undefined: what the supplier charges is not known here. */
  readonly charged: Decimal | undefined;
  readonly billed: Decimal;
  readonly billedMoney: Decimal;
  /** Seats given to people, of all terms together; undefined where the tenant was not read. */
  readonly assigned: Decimal | undefined;
};

export type Amounts = {
  readonly bought: Decimal;
  readonly charged: Decimal | undefined;
  readonly billed: Decimal;
  readonly assigned: Decimal | undefined;
};

/** A line of the meter: seats and money a month by source, and the loss both ways. */
export type MeterRow = {
  readonly key: string;
  readonly label: string;
  readonly currency: string;
  readonly seats: Amounts;
  readonly money: Amounts;
  /** Bought and not billed: the partner loses it. */
  readonly underBilled: Decimal;
  /** Billed and not bought: the customer is overcharged. */
  readonly overBilled: Decimal;
  readonly positions: readonly Position[];
};

export type Meter = {
  readonly rows: readonly MeterRow[];
  /** By currency; of all rows, whichever are shown. `underBilled - overBilled` is `bought - billed`, to the last digit. */
  readonly totals: readonly Omit<MeterRow, 'positions' | 'seats' | 'key' | 'label'>[];
  /** Seats that nobody knows a price for: they are in no sum of money. */
  readonly withoutPrice: { readonly positions: number; readonly seats: Decimal };
};

const zero = new Decimal(0);

/** Sums positions by customer or by product. Every position is rounded once, so that sums of differences are differences of sums. Pure. */
export function meter(positions: readonly Position[], by: 'customer' | 'product'): Meter {
  const byPrice = Map.groupBy(positions, (each) => each.unitPrice !== undefined && each.currency !== undefined);
  const [priced, unpriced] = [byPrice.get(true) ?? [], byPrice.get(false) ?? []];
  const nameOf = (each: Position) => (by === 'customer' ? [each.customerId, each.customerName] : [each.productKey, each.productName]);
  const groups = Map.groupBy(priced, (each) => `${nameOf(each)[0] ?? ''} ${each.currency ?? ''}`);
  const rows = [...groups.values()].map((group): MeterRow => {
    const [key = '', label = ''] = group[0] === undefined ? [] : nameOf(group[0]);
    return { key, label, positions: group, ...summed(group) };
  });
  return {
    rows: rows.sort((a, b) => weight(b).cmp(weight(a)) || (a.key < b.key ? -1 : 1)),
    totals: [...Map.groupBy(rows, (row) => row.currency)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, all]) => total(currency, all)),
    withoutPrice: { positions: unpriced.length, seats: unpriced.reduce((sum, { bought }) => sum.plus(bought), zero) },
  };
}

const weight = (row: MeterRow): Decimal => row.underBilled.plus(row.overBilled);

type Summed = Pick<MeterRow, 'currency' | 'seats' | 'money' | 'underBilled' | 'overBilled'>;

function summed(group: readonly Position[]): Summed {
  const currency = group[0]?.currency ?? '';
  const valued = group.map((each) => value(each, currency));
  const differences = valued.map(({ bought, billed }) => bought.minus(billed));
  return {
    currency,
    seats: addUp(group),
    money: addUp(valued),
    underBilled: differences.reduce((sum, each) => (each.gt(0) ? sum.plus(each) : sum), zero),
    overBilled: differences.reduce((sum, each) => (each.lt(0) ? sum.minus(each) : sum), zero),
  };
}

/** Money a month of one position, to the currency's smallest unit. */
function value(position: Position, currency: string): Amounts {
  const digits = minorDigitsOf(currency);
  const money = (seats: Decimal): Decimal => seats.times(position.unitPrice ?? 0).toDecimalPlaces(digits, Decimal.ROUND_HALF_UP);
  return {
    bought: money(position.bought),
    charged: position.charged && money(position.charged),
    billed: position.billedMoney.toDecimalPlaces(digits, Decimal.ROUND_HALF_UP),
    assigned: position.assigned && money(position.assigned),
  };
}

/** A source that is unknown for one of them is unknown for the sum: a part is no sum. */
function addUp(all: readonly Amounts[]): Amounts {
  const sum = (of: (each: Amounts) => Decimal | undefined): Decimal | undefined =>
    all.reduce<Decimal | undefined>((total, each) => {
      const one = of(each);
      return total === undefined || one === undefined ? undefined : total.plus(one);
    }, zero);
  return {
    bought: sum(({ bought }) => bought) ?? zero,
    charged: sum(({ charged }) => charged),
    billed: sum(({ billed }) => billed) ?? zero,
    assigned: sum(({ assigned }) => assigned),
  };
}

const total = (currency: string, rows: readonly MeterRow[]): Meter['totals'][number] => ({
  currency,
  money: addUp(rows.map(({ money }) => money)),
  underBilled: rows.reduce((sum, row) => sum.plus(row.underBilled), zero),
  overBilled: rows.reduce((sum, row) => sum.plus(row.overBilled), zero),
});
