import { Decimal } from '../../../lib/decimal.ts';
import { isWithin, type Tolerance } from '../../../model/tolerance.ts';
import { centsText } from '../files/exact.ts';
import type { InvoiceHeader } from '../files/inputs/header.ts';
import { addSums, type CurrencyTotals, isSameSums, type Sums } from './totals.ts';

export type SumTexts = { readonly lines: number; readonly subtotal: string; readonly tax: string; readonly total: string };

/** What the header says and what remains: header less lines, as text; only of what it says. */
export type HeaderProof = {
  readonly says: Partial<SumTexts>;
  readonly rest: Partial<SumTexts>;
  readonly ties: boolean;
  readonly isWithinTolerance: boolean;
};

/** One currency of an invoice, summed by line, by customer and by product. */
export type CurrencyProof = {
  readonly currency: string;
  readonly sums: SumTexts;
  readonly customers: number;
  readonly products: number;
  /** The three sums are the same to the last digit. */
  readonly agrees: boolean;
  /** Absent when there is no header, or when it is of another currency. */
  readonly header?: HeaderProof;
};

const texts = ({ lines, subtotal, tax, total }: Sums): SumTexts => ({
  lines,
  subtotal: centsText(subtotal),
  tax: centsText(tax),
  total: centsText(total),
});

/** Holds the sums of each currency against each other and, where it is the header's, against the header. */
export function tie(
  totals: ReadonlyMap<string, CurrencyTotals>,
  header: InvoiceHeader | undefined,
  tolerance: Tolerance,
): readonly CurrencyProof[] {
  const currencies = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
  const headed = header?.currency ?? (currencies.length === 1 ? currencies[0]?.[0] : undefined);
  return currencies.map(([currency, { lines, byCustomer, byProduct }]) => ({
    currency,
    sums: texts(lines),
    customers: byCustomer.size,
    products: byProduct.size,
    agrees: isSameSums(lines, addSums(byCustomer.values())) && isSameSums(lines, addSums(byProduct.values())),
    ...(header !== undefined && currency === headed ? { header: hold(header, lines, currency, tolerance) } : {}),
  }));
}

const amounts = ['subtotal', 'tax', 'total'] as const;

function hold(header: InvoiceHeader, lines: Sums, currency: string, tolerance: Tolerance): HeaderProof {
  const says: { -readonly [Key in keyof SumTexts]?: SumTexts[Key] } = {};
  const rest: typeof says = {};
  let isWithinAll = header.lines === undefined || header.lines === lines.lines;
  if (header.lines !== undefined) {
    says.lines = header.lines;
    rest.lines = header.lines - lines.lines;
  }
  for (const amount of amounts) {
    const said = header[amount];
    if (said === undefined) continue;
    says[amount] = centsText(said);
    rest[amount] = centsText(said - lines[amount]);
    isWithinAll &&= isNear(lines[amount], said, currency, tolerance);
  }
  const ties = (rest.lines ?? 0) === 0 && amounts.every((amount) => header[amount] === undefined || header[amount] === lines[amount]);
  return { says, rest, ties, isWithinTolerance: isWithinAll };
}

const isNear = (expected: number, given: number, currency: string, tolerance: Tolerance): boolean =>
  isWithin(tolerance, {
    currency,
    family: undefined,
    expected: new Decimal(expected).div(100),
    given: new Decimal(given).div(100),
    quantity: new Decimal(0),
  });
