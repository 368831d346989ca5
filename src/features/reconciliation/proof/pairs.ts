import { centsText } from '../files/exact.ts';
import { aboutLine } from './about-line.ts';
import { magnitude, textOf } from './fraction.ts';
import type { Line } from './line.ts';
import type { Misfit } from './misfit.ts';

type Event = {
  /** Charges less refunds. */
  balance: number;
  /** Lines of no money: each may be either side. */
  blanks: number;
  /** Of the earliest line: all that a misfit says. */
  first: Line;
};

const seatChanges: ReadonlySet<string> = new Set(['addquantity', 'removequantity']);
const moves: ReadonlySet<string> = new Set(['convert', 'movequantity']);

/**
 * A change of seats is two lines with one ReferenceID: the refund of the old count and the charge of the new one, for the same days at
 * the same price; an upgrade is the same with the lines of both products ("Common billing scenarios", Partner Center). Only events
 * that lack a side are kept, so memory grows with the lines between the two sides of an event, not with the invoice.
 */
export class Pairs {
  readonly #open = new Map<string, Event>();
  events = 0;

  add(line: Line): void {
    if (line.reference === '') return;
    const key = keyOf(line);
    if (key === undefined) return;
    const side = sideOf(line);
    const event = this.#open.get(key);
    if (event === undefined) {
      this.events += 1;
      this.#open.set(key, { balance: side, blanks: side === 0 ? 1 : 0, first: line });
      return;
    }
    event.balance += side;
    if (side === 0) event.blanks += 1;
    if (line.no < event.first.no) event.first = line;
    if (event.balance === 0 && event.blanks === 0) this.#open.delete(key);
  }

  /** Events with only one side, in order of their lines. */
  misfits(): readonly Misfit[] {
    return [...this.#open.values()]
      .filter(({ balance, blanks }) => Math.abs(balance) > blanks)
      .map(({ balance, first }) => oneSided(first, balance > 0))
      .sort((a, b) => a.lineNo - b.lineNo);
  }
}

/** Lines of one event: of a seat change also with one product and one price; of an upgrade with those of both products. */
function keyOf(line: Line): string | undefined {
  const days = `${line.reference}|${String(line.first)}|${String(line.last)}`;
  if (seatChanges.has(line.chargeType))
    return `${days}|${line.subscriptionId}|${line.product}|${line.chargeType}|${textOf(magnitude(line.effective), 18)}`;
  return moves.has(line.chargeType) ? `${days}|moved` : undefined;
}

const sideOf = (line: Line): number => Math.sign(line.subtotal);

const oneSided = (line: Line, isCharge: boolean): Misfit => ({
  ...aboutLine(line),
  column: 'ReferenceId',
  expected: 'a refund of the old count and a charge of the new one',
  given: `only a ${isCharge ? 'charge' : 'refund'} of ${centsText(line.subtotal)}`,
  formula: `The ${line.chargeType} lines of ReferenceID ${line.reference} for the same days and price belong together.`,
});
