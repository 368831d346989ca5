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
 * the first. The misfits of a set that fits hardly any line are counted but only the first are kept.
 */
export class RuleSetVote {
  readonly #misfits: Record<RuleSet, Misfit[]> = { 'seat-unit-first': [], 'product-first': [] };
  readonly #count: Record<RuleSet, number> = { 'seat-unit-first': 0, 'product-first': 0 };

  misfit(set: RuleSet, misfit: Misfit): void {
    this.#count[set] += 1;
    this.#misfits[set].push(misfit);
    // Lines come in any order; which of them are the first is known only among many.
    if (this.#misfits[set].length >= keptAtMost * 2) this.#misfits[set] = firstOf(this.#misfits[set]);
  }

  /** A line that misfitted turned out to be a repetition: it says nothing about the set. */
  takeBack(set: RuleSet): void {
    this.#count[set] -= 1;
  }

  /** All lines were taken: places become line numbers, and misfits of repeated lines go. */
  finish(numberOf: (place: number) => number, takenBack: ReadonlySet<number>): void {
    for (const set of ruleSets) {
      this.#misfits[set] = this.#misfits[set]
        .filter(({ lineNo }) => !takenBack.has(lineNo))
        .map((misfit) => ({ ...misfit, lineNo: numberOf(misfit.lineNo) }));
    }
  }

  get chosen(): RuleSet {
    return this.#count['product-first'] < this.#count['seat-unit-first'] ? 'product-first' : 'seat-unit-first';
  }

  get misfits(): readonly Misfit[] {
    return firstOf(this.#misfits[this.chosen]);
  }

  get misfitCount(): number {
    return this.#count[this.chosen];
  }
}

const firstOf = (misfits: readonly Misfit[]): Misfit[] => [...misfits].sort((a, b) => a.lineNo - b.lineNo).slice(0, keptAtMost);
