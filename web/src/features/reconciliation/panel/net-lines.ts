import type { z } from 'zod';
import type { InvoiceLine } from '#contract/invoices.ts';
import { type Money, money, sumByCurrency } from '#model/money.ts';

export type Line = z.infer<typeof InvoiceLine>;

/** One line as it is, or a refund and a new charge of one event, told as what they come to together. */
export type Netted = {
  readonly lines: readonly [Line, ...Line[]];
  readonly isPair: boolean;
  /** null: the viewer may not see what is paid. */
  readonly net: Money | null;
};

/**
 * A seat change is two lines with one ReferenceID: the refund of the old count and the charge of the new one, for the same days
 * (partner-center-api.md 12). They are folded into one; nothing is left out and the sum stays the same.
 */
export function netLines(lines: readonly Line[]): Netted[] {
  const groups = Map.groupBy(lines, (line) => referenceOf(line) ?? line.lineNo);
  return [...groups.values()].flatMap((group) => (isEvent(group) ? [folded(group)] : group.map((line) => folded([line]))));
}

/** What all of them come to, by currency; null when one of them may not be seen. */
export function totalOf(lines: readonly Line[]): Money[] | null {
  const seen = lines.flatMap(({ subtotal, currency }) => (subtotal === null ? [] : [money(subtotal, currency)]));
  return seen.length < lines.length ? null : sumByCurrency(seen);
}

function folded(group: readonly Line[]): Netted {
  const [first, ...others] = group;
  if (first === undefined) throw new Error('A group has a line.');
  return { lines: [first, ...others], isPair: others.length > 0, net: totalOf(group)?.[0] ?? null };
}

const isRefund = ({ subtotal, quantity }: Line): boolean => (subtotal ?? quantity).startsWith('-');

/** Something is given back and something is charged, in one currency. */
const isEvent = (group: readonly Line[]): boolean =>
  group.some(isRefund) && group.some((line) => !isRefund(line)) && new Set(group.map(({ currency }) => currency)).size === 1;

/** The id of the event. Since June 2026 it can be a JSON object that holds it as `id` (partner-center-api.md 12). */
function referenceOf({ raw }: Line): string | undefined {
  const text = Object.entries(raw ?? {}).find(([name]) => name.toLowerCase() === 'referenceid')?.[1];
  if (text === undefined || text === '') return undefined;
  return /"id"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? text;
}

/** "20 → 23" for a pair, the quantity else. */
export function quantityWords({ lines, isPair }: Netted): string {
  if (!isPair) return lines[0].quantity;
  const of = (refunds: boolean) => lines.find((line) => isRefund(line) === refunds)?.quantity.replace(/^-/, '') ?? '0';
  return `${of(true)} → ${of(false)}`;
}
