import type { Line } from './line.ts';
import { type Computed, compute, misfitsOf, type NotRecomputed, notRecomputed, type TaxRates } from './line-proof.ts';
import type { Misfit } from './misfit.ts';
import { Pairs } from './pairs.ts';
import { ruleSets } from './rule-sets.ts';
import { CurrencyTotals } from './totals.ts';
import { type Choice, fewLines, Vote } from './vote.ts';

/** Lines that can be read from the beginning as often as needed, in the same order. */
export type LineSource = (visit: (line: Line) => void) => Promise<void>;

/** What the first reading of an invoice finds out. Grows with customers and products, not with lines. */
export type Survey = {
  readonly invoices: ReadonlySet<string>;
  readonly choice: Choice;
  readonly totals: ReadonlyMap<string, CurrencyTotals>;
  readonly notRecomputed: ReadonlyMap<NotRecomputed, number>;
  readonly oneSided: readonly Misfit[];
  /** The lines that have a misfit, in order, when they are few; undefined: read again to name them. */
  readonly off: readonly Computed[] | undefined;
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
  // Lines with a misfit whichever the rule set is; one too many says that they are not few.
  const others: Computed[] = [];
  await lines((line) => {
    if (invoices.size < namedInvoices) invoices.add(line.invoice);
    totalsOf(totals, line.currency).add(line.customerId, line.product, line);
    const computed = compute(line);
    vote.add(computed);
    pairs.add(line);
    for (const reason of notRecomputed(computed, rates)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    if (others.length <= fewLines && hasOther(misfitsOf(computed, anySet, rates))) others.push(computed);
  });
  const choice = vote.choose();
  const isFew = choice.lines !== undefined && others.length <= fewLines;
  const off = isFew ? [...new Set([...choice.lines, ...others])].sort((a, b) => a.line.no - b.line.no) : undefined;
  return { invoices, choice, totals, notRecomputed: reasons, oneSided: pairs.misfits(), off };
}

const hasOther = (misfits: readonly Misfit[]): boolean => misfits.some(({ column }) => column !== 'Subtotal');

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
  { off, choice }: Pick<Survey, 'off' | 'choice'>,
  rates: TaxRates | undefined,
  visit: (misfit: Misfit) => void,
): Promise<void> {
  const name = (computed: Computed): void => {
    for (const misfit of misfitsOf(computed, choice.ruleSet, rates)) visit(misfit);
  };
  if (off !== undefined) off.forEach(name);
  else
    await lines((line) => {
      name(compute(line));
    });
}
