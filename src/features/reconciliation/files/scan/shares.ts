import type { Day } from '../days.ts';
import { microText } from '../exact.ts';
import { seatCents } from '../line-money.ts';
import { isPrice, type PriceVersion } from '../load/price-table.ts';
import { addDifference, type Difference } from './difference.ts';
import type { Line } from './line.ts';

/** A line below the sheet's price. */
type Low = {
  place: number;
  readonly unit: number;
  readonly cents: number;
  readonly expectedCents: number;
  readonly version: PriceVersion;
  readonly currency: string;
  readonly on: Day;
};

/**
 * Lines of one subscription below the sheet's price. A product with telephony is charged in two lines, telephony and the rest
 * (partner-center-api.md 11.5), which share its price: such a pair is held against the sheet as one line. Alone a low line is a wrong price.
 */
export class PriceShares {
  /** By what is the same on both lines of a pair: what for, for which days, for how many. */
  readonly #lines = new Map<string, Low[]>();

  add(line: Line, version: PriceVersion, expectedCents: number): void {
    const key = [line.chargeType, line.chargeStart, line.chargeEnd, line.termStart, line.quantity, version.price].join(' ');
    const lines = this.#lines.get(key) ?? [];
    this.#lines.set(key, lines);
    if (line.weight < 0) {
      // It turned out to be a repetition.
      const at = lines.findIndex(({ place }) => place === line.place);
      if (at >= 0) lines.splice(at, 1);
      return;
    }
    const { place, unit, termStart: on, market } = line;
    lines.push({
      place,
      unit,
      cents: seatCents(line.effective, line.quantity, line.rate),
      expectedCents,
      version,
      currency: market.currency,
      on,
    });
  }

  /** Places become numbers. */
  finish(numberOf: (place: number) => number): void {
    for (const lines of this.#lines.values()) for (const line of lines) line.place = numberOf(line.place);
  }

  /** What is wrong with these lines, in any order of them. */
  difference(): Difference | undefined {
    let difference: Difference | undefined;
    for (const lines of this.#lines.values()) for (const one of differencesOf(lines)) difference = addDifference(difference, one);
    return difference;
  }
}

function differencesOf(lines: readonly Low[]): readonly Difference[] {
  const [one, other] = lines;
  // Two lines that are paid alike are two charges.
  if (one === undefined || other === undefined || lines.length > 2 || one.unit === other.unit) return lines.map((line) => wrong([line]));
  return isPrice(one.version, one.unit + other.unit, one.currency) ? [] : [wrong([one, other])];
}

/** One line, or the two that share a price. */
function wrong(lines: readonly [Low, ...Low[]]): Difference {
  const [{ version, expectedCents, on }] = lines;
  const sum = (of: (line: Low) => number): number => lines.reduce((total, line) => total + of(line), 0);
  return {
    cents: sum(({ cents }) => cents) - expectedCents,
    line: Math.min(...lines.map(({ place }) => place)),
    expected: microText(version.price),
    actual: microText(sum(({ unit }) => unit)),
    on,
  };
}
