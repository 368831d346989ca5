import { parseDecimal, printDecimal } from '../../lib/decimal.ts';
import { must } from '../../lib/must.ts';
import { type InvoiceKind, tiesToHeader } from '../../model/invoice.ts';
import type { GivenHeader, VersionProblem } from './import-input.ts';
import type { Facts } from './scan/facts.ts';

export type Tie = 'tied' | 'notTied' | 'noHeader';
export type Judgement = { readonly tie: Tie; readonly rest: string | undefined; readonly problems: readonly VersionProblem[] };

export type Judged = {
  readonly kind: InvoiceKind;
  readonly number: string;
  readonly header: GivenHeader;
  readonly facts: Facts;
  readonly missing: readonly string[];
};

const lines = (count: number): string => `${count.toLocaleString('en-US')} ${count === 1 ? 'line' : 'lines'}`;

/**
 * Whether the lines are the invoice: their sums against its header to the last digit (M4), and nothing missing, foreign or unreadable. There is no
 * tolerance: what differs is a number that somebody decides about. Sentences name no amounts; those are beside them.
 */
export function judge({ kind, number, header, facts, missing }: Judged): Judgement {
  const problems: VersionProblem[] = [];
  const problem = (code: VersionProblem['code'], count: number, sentence: string): void => {
    if (count > 0) problems.push({ code, count, sentence });
  };
  problem(
    'blob_missing',
    missing.length,
    `The manifest lists ${missing.length === 1 ? 'a file' : 'files'} that could not be fetched: ${missing.slice(0, 5).join(', ')}.`,
  );
  problem('rows_unreadable', facts.unreadable, `${lines(facts.unreadable)} could not be read.`);
  const others = Object.entries(facts.numbers).filter(([name]) => name !== '' && number !== '' && name !== number);
  const foreign = others.reduce((sum, [, count]) => sum + count, 0);
  problem(
    'other_invoice',
    foreign,
    `${lines(foreign)} are of ${others
      .slice(0, 5)
      .map(([name]) => name)
      .join(', ')}, not of ${number}.`,
  );
  if (header.lines !== undefined && header.lines !== facts.lines)
    problem('line_count_differs', 1, `The invoice says ${lines(header.lines)}, there are ${facts.lines.toLocaleString('en-US')}.`);
  const { tie, rest, currencies } = compareTotals(kind, header, facts);
  problem('currency_differs', currencies, `Lines are in another currency than the invoice (${header.currency ?? ''}).`);
  if (rest !== undefined && rest !== '0') problem('total_differs', 1, 'The lines do not add up to the total of the invoice.');
  const isTied = tie === 'tied' && problems.length === 0;
  return { tie: tie === 'noHeader' ? tie : isTied ? 'tied' : 'notTied', rest, problems };
}

type Totals = { readonly tie: Tie; readonly rest: string | undefined; readonly currencies: number };

/** Header less lines, of its own currency; amounts of others are never added to it (M10). */
function compareTotals(kind: InvoiceKind, header: GivenHeader, { sums }: Facts): Totals {
  if (header.total === undefined || !tiesToHeader[kind]) return { tie: 'noHeader', rest: undefined, currencies: 0 };
  const currency = header.currency ?? (sums.length === 1 ? sums[0]?.currency : undefined);
  const others = sums.filter((sum) => sum.currency !== currency);
  const own = sums.find((sum) => sum.currency === currency)?.total ?? '0';
  const rest = amount(header.total).minus(amount(own));
  return {
    tie: rest.isZero() && others.length === 0 ? 'tied' : 'notTied',
    rest: printDecimal(rest),
    currencies: others.reduce((count, sum) => count + sum.lines, 0),
  };
}

const amount = (text: string) => must(parseDecimal(text), 'an amount');
