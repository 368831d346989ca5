import type { Line } from './line.ts';
import { compute, misfitsOf, type NotRecomputed, notRecomputed, type TaxRates } from './line-proof.ts';
import type { Misfit } from './misfit.ts';
import { Pairs } from './pairs.ts';
import { type RuleSet, ruleSets } from './rule-sets.ts';
import { CurrencyTotals } from './totals.ts';
import { type Choice, Vote } from './vote.ts';

/** Lines that can be read from the beginning as often as needed, in the same order. */
export type LineSource = (visit: (line: Line) => void) => Promise<void>;

/** What the first reading of an invoice finds out. Grows with customers and products, not with lines. */
export type Survey = {
  readonly invoices: ReadonlySet<string>;
  readonly choice: Choice;
  readonly totals: ReadonlyMap<string, CurrencyTotals>;
  readonly notRecomputed: ReadonlyMap<NotRecomputed, number>;
  readonly oneSided: readonly Misfit[];
  /** Whether any line has a misfit, so that a second reading is needed to name them. */
  readonly hasMisfits: boolean;
};

const namedInvoices = 20;

/** Adds up an invoice and finds the rounding that it follows. */
export async function survey(lines: LineSource, rates: TaxRates | undefined): Promise<Survey> {
  const [anySet] = ruleSets;
  if (anySet === undefined) throw new RangeError('There is no rule set.');
  const vote = new Vote();
  const pairs = new Pairs();
  const totals = new Map<string, CurrencyTotals>();
  const reasons = new Map<NotRecomputed, number>();
  const invoices = new Set<string>();
  let others = 0;
  await lines((line) => {
    if (invoices.size < namedInvoices) invoices.add(line.invoice);
    totalsOf(totals, line.currency).add(line.customerId, line.product, line);
    const computed = compute(line);
    vote.add(computed);
    pairs.add(line);
    for (const reason of notRecomputed(computed, rates)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    for (const { column } of misfitsOf(computed, anySet, rates)) if (column !== 'Subtotal') others += 1;
  });
  const choice = vote.choose();
  const oneSided = pairs.misfits();
  return { invoices, choice, totals, notRecomputed: reasons, oneSided, hasMisfits: others + choice.misfits > 0 };
}

function totalsOf(totals: Map<string, CurrencyTotals>, currency: string): CurrencyTotals {
  let found = totals.get(currency);
  if (found === undefined) {
    found = new CurrencyTotals();
    totals.set(currency, found);
  }
  return found;
}

/** Names every misfit, line by line, under the rule set that was chosen. */
export async function eachMisfit(
  lines: LineSource,
  ruleSet: RuleSet,
  rates: TaxRates | undefined,
  visit: (misfit: Misfit) => void,
): Promise<void> {
  await lines((line) => {
    for (const misfit of misfitsOf(compute(line), ruleSet, rates)) visit(misfit);
  });
}
