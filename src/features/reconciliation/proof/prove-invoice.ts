import { Decimal } from '../../../lib/decimal.ts';
import { isWithin, type Tolerance } from '../../../model/tolerance.ts';
import type { InvoiceHeader } from '../files/inputs/header.ts';
import type { TaxRates } from './line-proof.ts';
import type { Misfit } from './misfit.ts';
import { eachMisfit, type LineSource, type Survey, survey } from './proof.ts';
import type { InvoiceProof, Misfits, Verdict } from './result.ts';
import { type CurrencyProof, tie } from './tie.ts';

export type ProofInput = {
  readonly lines: LineSource;
  readonly header: InvoiceHeader | undefined;
  readonly rates: TaxRates | undefined;
  readonly tolerance: Tolerance;
  /** Every misfit is handed over, however many: the result keeps only the first ones. */
  readonly onMisfit?: (misfit: Misfit, isWithinTolerance: boolean) => void;
};

const kept = 100;

/**
 * Proves one invoice: every line by the provider's own formulas, and header = lines = customers = products in each currency. Reads it
 * once, and once more only when more does not fit than is kept at hand.
 */
export async function proveInvoice(input: ProofInput): Promise<InvoiceProof> {
  const found = await survey(input.lines, input.rates);
  const misfits = await collect(input, found);
  const currencies = tie(found.totals, input.header, input.tolerance);
  return {
    invoice: input.header?.id ?? [...found.invoices].join(', '),
    verdict: verdict(misfits, currencies),
    ruleSet: {
      name: found.choice.ruleSet.name,
      words: found.choice.ruleSet.words,
      misfits: found.choice.misfits,
      alsoFit: found.choice.alsoFit.map(({ name }) => name),
    },
    currencies,
    misfits,
    notRecomputed: [...found.notRecomputed].map(([reason, lines]) => ({ reason, lines })).sort((a, b) => (a.reason < b.reason ? -1 : 1)),
    tolerance: input.tolerance,
  };
}

async function collect({ lines, rates, tolerance, onMisfit }: ProofInput, found: Survey): Promise<Misfits> {
  const first: Misfit[] = [];
  const byColumn = new Map<Misfit['column'], number>();
  let count = 0;
  let within = 0;
  const take = (misfit: Misfit): void => {
    const isIn = isTolerated(misfit, tolerance);
    count += 1;
    if (isIn) within += 1;
    byColumn.set(misfit.column, (byColumn.get(misfit.column) ?? 0) + 1);
    if (first.length < kept) first.push(misfit);
    onMisfit?.(misfit, isIn);
  };
  await eachMisfit(lines, found, rates, take);
  for (const misfit of found.oneSided) take(misfit);
  return { count, withinTolerance: within, byColumn: Object.fromEntries(byColumn), first: first.sort((a, b) => a.lineNo - b.lineNo) };
}

/** A column without money has no amount to tolerate. */
export const isTolerated = (misfit: Misfit, tolerance: Tolerance): boolean =>
  misfit.differenceCents !== undefined &&
  isWithin(tolerance, {
    currency: misfit.currency,
    family: misfit.family,
    expected: new Decimal(misfit.expected),
    given: new Decimal(misfit.given),
    quantity: new Decimal(misfit.quantity),
  });

function verdict(misfits: Misfits, currencies: readonly CurrencyProof[]): Verdict {
  const off = currencies.filter(({ agrees, header }) => !agrees || header?.ties === false);
  if (misfits.count === 0 && off.length === 0) return 'proved';
  const isWithinAll =
    misfits.count === misfits.withinTolerance && off.every(({ agrees, header }) => agrees && header?.isWithinTolerance === true);
  return isWithinAll ? 'withinTolerance' : 'notProved';
}
