import { minorDigitsOf } from '../../../../model/money.ts';
import type { Day } from '../days.ts';
import { microPerUnit } from '../exact.ts';

export type PriceVersion = {
  readonly from: Day;
  readonly to: Day;
  readonly price: number;
  /** It is a part of what the sheet holds, so an invoice may have it rounded. */
  readonly isRounded?: true;
};

/** What was valid on a day: of several the one that began last. */
export function versionOn(versions: readonly PriceVersion[], on: Day): PriceVersion | undefined {
  let best: PriceVersion | undefined;
  for (const version of versions) {
    if (version.from > on || on > version.to) continue;
    if (best === undefined || version.from > best.from) best = version;
  }
  return best;
}

/** Whether an invoice charges this price. A part of a term's price need not come out even: then it is rounded to what can be paid. */
export const isPrice = ({ price, isRounded }: PriceVersion, unit: number, currency: string): boolean =>
  price === unit || (isRounded === true && Math.abs(price - unit) < microPerUnit / 10 ** minorDigitsOf(currency));

/** Prices in millionths by any key, each valid for a time. */
export class PriceTable {
  readonly #versions = new Map<string, PriceVersion[]>();

  get isEmpty(): boolean {
    return this.#versions.size === 0;
  }

  add(key: string, version: PriceVersion): void {
    const list = this.#versions.get(key);
    if (list === undefined) this.#versions.set(key, [version]);
    else list.push(version);
  }

  find(key: string, on: Day): number | undefined {
    return versionOn(this.versions(key), on)?.price;
  }

  versions(key: string): readonly PriceVersion[] {
    return this.#versions.get(key) ?? [];
  }

  entries(): IterableIterator<[string, PriceVersion[]]> {
    return this.#versions.entries();
  }
}
