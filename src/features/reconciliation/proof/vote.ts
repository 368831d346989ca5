import { type Computed, fits } from './line-proof.ts';
import { type RuleSet, ruleSets } from './rule-sets.ts';

export type Choice = {
  readonly ruleSet: RuleSet;
  /** Lines whose Subtotal does not fit it. */
  readonly misfits: number;
  /** Further rule sets that fit all lines: nothing on this invoice tells them apart. */
  readonly alsoFit: readonly RuleSet[];
};

/** Which named rounding an invoice follows: the one that fits all its lines, else the one that fits most; on a tie the first. */
export class Vote {
  readonly #misfits = ruleSets.map(() => 0);

  add(computed: Computed): void {
    if (computed.plain !== undefined) {
      const [any] = ruleSets;
      if (any === undefined || fits(computed, any)) return;
      for (let at = 0; at < this.#misfits.length; at += 1) this.#misfits[at] = (this.#misfits[at] ?? 0) + 1;
      return;
    }
    for (const [at, set] of ruleSets.entries()) if (!fits(computed, set)) this.#misfits[at] = (this.#misfits[at] ?? 0) + 1;
  }

  choose(): Choice {
    const fewest = Math.min(...this.#misfits);
    const best = this.#misfits.indexOf(fewest);
    const ruleSet = ruleSets[best];
    if (ruleSet === undefined) throw new RangeError('There is no rule set to choose from.');
    return { ruleSet, misfits: fewest, alsoFit: fewest > 0 ? [] : ruleSets.filter((_, at) => at > best && this.#misfits[at] === 0) };
  }
}
