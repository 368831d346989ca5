/** A line whose Subtotal is not what a rule set says. */
export type Misfit = {
  readonly lineNo: number;
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly invoice: string;
  readonly currency: string;
  readonly expected: number;
  readonly actual: number;
};

export const ruleSets = ['seat-unit-first', 'product-first'] as const;
export type RuleSet = (typeof ruleSets)[number];

const keptAtMost = 100_000;

/**
 * Which of the named roundings an invoice follows: the one that fits all its licence lines, else the one that fits most; on a tie
 * the first. The misfits of a set that fits hardly any line are counted but not kept.
 */
export class RuleSetVote {
  readonly #misfits: Record<RuleSet, Misfit[]> = { 'seat-unit-first': [], 'product-first': [] };
  readonly #count: Record<RuleSet, number> = { 'seat-unit-first': 0, 'product-first': 0 };

  misfit(set: RuleSet, misfit: Misfit): void {
    this.#count[set] += 1;
    const kept = this.#misfits[set];
    if (kept.length < keptAtMost) kept.push(misfit);
  }

  get chosen(): RuleSet {
    return this.#count['product-first'] < this.#count['seat-unit-first'] ? 'product-first' : 'seat-unit-first';
  }

  get misfits(): readonly Misfit[] {
    return this.#misfits[this.chosen];
  }

  get misfitCount(): number {
    return this.#count[this.chosen];
  }
}
