import { type Computed, fits } from './line-proof.ts';
import { type RuleSet, ruleSets } from './rule-sets.ts';

export type Choice = {
  readonly ruleSet: RuleSet;
  /** Lines whose Subtotal does not fit it. */
  readonly misfits: number;
  /** Those lines, when they are few. */
  readonly lines: readonly Computed[] | undefined;
  /** Further rule sets that fit all lines: nothing on this invoice tells them apart. */
  readonly alsoFit: readonly RuleSet[];
};

/** A list that stops growing: what it cannot hold is read again. */
export const fewLines = 2000;

type Against = { readonly set: RuleSet; misfits: number; readonly lines: Computed[] };

/** Which named rounding an invoice follows: the one that fits all its lines, else the one that fits most; on a tie the first. */
export class Vote {
  readonly #against: readonly Against[] = ruleSets.map((set) => ({ set, misfits: 0, lines: [] }));

  add(computed: Computed): void {
    // Where all rule sets agree one answer is that of all.
    const isPlain = computed.plain !== undefined;
    let isOff: boolean | undefined;
    for (const against of this.#against) {
      isOff = isPlain && isOff !== undefined ? isOff : !fits(computed, against.set);
      if (isPlain && !isOff) return;
      if (!isOff) continue;
      against.misfits += 1;
      if (against.lines.length < fewLines) against.lines.push(computed);
    }
  }

  choose(): Choice {
    const best = this.#against.reduce((a, b) => (b.misfits < a.misfits ? b : a));
    const others = this.#against.filter((one) => one !== best && one.misfits === 0);
    return {
      ruleSet: best.set,
      misfits: best.misfits,
      lines: best.misfits <= fewLines ? best.lines : undefined,
      alsoFit: best.misfits > 0 ? [] : others.map(({ set }) => set),
    };
  }
}
