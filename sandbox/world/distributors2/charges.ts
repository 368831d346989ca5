import { Decimal } from '../../../src/lib/decimal.ts';
import { cents } from '../../cents.ts';
import { dayMs, instantAt, monthsLater, monthsOf } from '../estate/times.ts';
import type { BillingCycle, IngramItem, IngramSubscription, IonSubscription } from '../types.ts';

/** A subscription as its charges need it: from when to when, how many seats at which time, amounts for one unit and cycle. */
export type Charged = {
  readonly firstMs: number;
  readonly anchorMs: number;
  readonly endMs: number;
  readonly billingCycle: BillingCycle;
  readonly changes: readonly { readonly ms: number; readonly quantity: number }[];
  readonly cost: string;
  readonly price: string;
};

/** A line of an invoice or report. `to` is exclusive. A proration may be negative. */
export type Charge = {
  readonly kind: 'recurring' | 'prorate';
  readonly from: string;
  readonly to: string;
  readonly quantity: number;
  readonly unitCost: string;
  readonly unitPrice: string;
  readonly cost: string;
  readonly price: string;
};

/**
 * What is charged from one instant to another. The distributors' arithmetic is not documented: a cycle is charged in advance on its day for
 * the seats of that instant, and what changes inside it by the days that are left.
 */
export function chargesOf(of: Charged, fromMs: number, toMs: number): readonly Charge[] {
  const months = monthsOf(of.billingCycle);
  const charges: Charge[] = [];
  for (let count = firstCycle(of, fromMs, months); ; count += 1) {
    const [startMs, nextMs] = [dayOf(monthsLater(of.anchorMs, count * months)), dayOf(monthsLater(of.anchorMs, (count + 1) * months))];
    if (startMs >= Math.min(toMs, of.endMs)) return charges;
    if (nextMs <= dayOf(of.firstMs)) continue;
    if (startMs >= fromMs) charges.push(charge(of, 'recurring', [startMs, nextMs], seatsAt(of, startMs + dayMs - 1), 1));
    for (const { ms, more } of changesIn(of, startMs, nextMs)) {
      if (ms >= fromMs && ms < toMs && more !== 0)
        charges.push(charge(of, 'prorate', [dayOf(ms), nextMs], more, (nextMs - dayOf(ms)) / (nextMs - startMs)));
    }
  }
}

const dayOf = (ms: number): number => ms - (ms % dayMs);

/** The number of the cycle in which an instant lies, one early rather than one late. */
function firstCycle({ anchorMs }: Charged, fromMs: number, months: number): number {
  const [anchor, from] = [new Date(anchorMs), new Date(fromMs)];
  const apart = (from.getUTCFullYear() - anchor.getUTCFullYear()) * 12 + from.getUTCMonth() - anchor.getUTCMonth();
  return Math.floor(apart / months) - 1;
}

function seatsAt({ changes }: Charged, ms: number): number {
  const known = changes.findLast((one) => one.ms <= ms) ?? changes[0];
  return known?.quantity ?? 0;
}

/** Changes of seats after the first day of a cycle. */
const changesIn = (of: Charged, startMs: number, nextMs: number): readonly { readonly ms: number; readonly more: number }[] =>
  of.changes.flatMap((one, index) => {
    const before = of.changes[index - 1];
    const isInside = one.ms >= startMs + dayMs && one.ms < nextMs && one.ms < of.endMs;
    return before === undefined || !isInside ? [] : [{ ms: one.ms, more: one.quantity - before.quantity }];
  });

function charge(of: Charged, kind: Charge['kind'], [fromMs, toMs]: readonly [number, number], quantity: number, share: number): Charge {
  const amount = (unit: string): string => cents(new Decimal(unit).times(quantity).times(share));
  return {
    kind,
    from: instantAt(fromMs).slice(0, 10),
    to: instantAt(toMs).slice(0, 10),
    quantity,
    unitCost: of.cost,
    unitPrice: of.price,
    cost: amount(of.cost),
    price: amount(of.price),
  };
}

const never = Number.POSITIVE_INFINITY;

export function ionCharged(row: IonSubscription): Charged {
  const changes = row.logs.map((log) => ({ ms: Date.parse(log.at), quantity: log.quantity }));
  const ended = row.logs.find((log) => log.action === 'CANCEL');
  return {
    firstMs: Date.parse(row.purchasedAt),
    anchorMs: Date.parse(row.startAt),
    endMs: ended === undefined ? never : Date.parse(ended.at),
    billingCycle: row.billingCycle,
    changes,
    cost: row.cost,
    price: row.price,
  };
}

export function ingramCharged(holder: IngramSubscription, item: IngramItem): Charged {
  const untils = item.earlier.map(({ until }) => Date.parse(until));
  const firstMs = Date.parse(holder.createdAt);
  const quantities = [...item.earlier.map(({ quantity }) => quantity), item.quantity];
  return {
    firstMs,
    anchorMs: Date.parse(holder.startAt),
    endMs: item.endedAt === undefined ? never : Date.parse(item.endedAt),
    billingCycle: holder.billingCycle,
    changes: quantities.map((quantity, index) => ({ ms: index === 0 ? firstMs : (untils[index - 1] ?? firstMs), quantity })),
    cost: item.unitCost,
    price: item.unitPrice,
  };
}
