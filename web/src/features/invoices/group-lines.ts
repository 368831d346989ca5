import { type Money, sumByCurrency } from '#model/money.ts';
import { chargeWordOf } from '../../ui/charge-words.ts';
import type { Line } from './queries.ts';

type Heading = {
  readonly id: string;
  readonly name: string;
  /** Of the lines that have been read so far. */
  readonly lines: number;
  /** Before tax; null when the viewer may not see what is paid. */
  readonly total: readonly Money[] | null;
};
export type Item =
  | (Heading & { readonly type: 'customer'; readonly customerId: string | null })
  | (Heading & { readonly type: 'product' })
  | { readonly type: 'line'; readonly id: string; readonly line: Line };

/** Lines below their product, products below their customer, each in the order in which the files name them first. */
export function itemsOf(lines: readonly Line[]): Item[] {
  return [...Map.groupBy(lines, (line) => line.customerKey)].flatMap(([key, own]) => {
    const heading: Item = {
      type: 'customer',
      id: `customer ${key}`,
      name: [own[0]?.customerName, key].find((name) => name !== undefined && name !== '') ?? 'No customer named',
      customerId: own[0]?.customerId ?? null,
      ...sumsOf(own),
    };
    return [heading, ...[...Map.groupBy(own, (line) => line.productName)].flatMap(([name, of]) => productOf(key, name, of))];
  });
}

const productOf = (customer: string, name: string, lines: readonly Line[]): Item[] => [
  { type: 'product', id: `product ${customer} ${name}`, name: name === '' ? 'No product named' : name, ...sumsOf(lines) },
  ...lines.map((line): Item => ({ type: 'line', id: String(line.lineNo), line })),
];

function sumsOf(lines: readonly Line[]) {
  const seen = lines.flatMap(({ subtotal, currency }) => (subtotal === null ? [] : [{ amount: subtotal, currency }]));
  return { lines: lines.length, total: seen.length < lines.length ? null : sumByCurrency(seen) };
}

export const nameOf = (item: Item): string =>
  item.type === 'line' ? `${item.line.customerName}, ${item.line.productName}, ${chargeWordOf(item.line.chargeType)}` : item.name;
