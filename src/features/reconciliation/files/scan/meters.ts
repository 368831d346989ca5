import { fullSku } from '../load/words.ts';

/** Numbers for meters, so that state holds small integers. A meter is a product and SKU, whose zeros a spreadsheet may have cut. */
export class Meters {
  readonly #numbers = new Map<string, number>();
  /** Whether any line of any plan has the partner credit for this meter: eligibility is the meter's, not the plan's. */
  readonly eligible: boolean[] = [];

  number(productId: string, skuId: string): number {
    const key = `${productId}\u0000${fullSku(skuId)}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.eligible.length;
    this.#numbers.set(key, number);
    this.eligible.push(false);
    return number;
  }
}
