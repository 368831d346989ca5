import { Decimal } from '../../src/lib/decimal.ts';
import { everOf, historyOf } from '../world/history.ts';
import type { Period } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { chargesOf } from './charges.ts';
import { allLines } from './lines.ts';
import { periodAt, spanOf } from './periods.ts';
import { pricedCharge } from './price.ts';
import type { Rules } from './rules.ts';
import { sharesOf } from './shares.ts';
import { lineSources } from './sources.ts';
import type { Wanted } from './wanted.ts';

/** How many lines, and what they come to. */
export type Sum = { lines: number; total: Decimal; tax: Decimal };

const nothing = (): Sum => ({ lines: 0, total: new Decimal(0), tax: new Decimal(0) });

function add(sum: Sum, total: Decimal, tax: Decimal): void {
  sum.lines += 1;
  sum.total = sum.total.plus(total);
  if (!tax.isZero()) sum.tax = sum.tax.plus(tax);
}

type Sums = ReadonlyMap<string, Sum>;
const seatSums = new WeakMap<World, Map<string, Sums>>();

/** Licences of all months that were closed before the world began: each history is read once and not once a month. Nothing changes them. */
function seatSumsOf(world: World, accountId: string, first: Period, rules: Rules): Sums {
  const known = seatSums.get(world) ?? new Map<string, Sums>();
  seatSums.set(world, known);
  const key = `${accountId}/${first}/${JSON.stringify(rules)}`;
  const found = known.get(key) ?? readSeatSums(world, accountId, first, rules);
  known.set(key, found);
  return found;
}

function readSeatSums(world: World, accountId: string, first: Period, rules: Rules): Sums {
  const sums = new Map<string, Sum>();
  const { fromMs } = spanOf(first);
  const untilMs = spanOf(periodAt(Date.parse(world.options.startsAt))).fromMs;
  for (const id of everOf(world, accountId)) {
    for (const charge of chargesOf(historyOf(world, id, fromMs), untilMs, rules, fromMs)) {
      if (charge.bookedMs < fromMs || charge.row.accountId !== accountId) continue;
      const key = `${periodAt(charge.bookedMs)}/${charge.row.currency}`;
      const sum = sums.get(key) ?? nothing();
      sums.set(key, sum);
      for (const share of sharesOf(world, charge.row, rules)) {
        const { subtotal, tax } = pricedCharge(world, charge, rules, share);
        add(sum, subtotal.plus(tax), tax);
      }
    }
  }
  return sums;
}

const others = lineSources.filter((source) => source.name !== 'seats');

/** What all lines of such a month come to in one currency. */
export function oldSum(world: World, wanted: Wanted, currency: string, first: Period): Sum {
  const sum = { ...(seatSumsOf(world, wanted.accountId, first, wanted.rules).get(`${wanted.period}/${currency}`) ?? nothing()) };
  for (const line of allLines(world, wanted, others))
    if (line.currency === currency) add(sum, new Decimal(line.total), new Decimal(line.tax));
  return sum;
}
