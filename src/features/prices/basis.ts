import { Decimal } from '../../lib/decimal.ts';

/** Whether a monthly row of a yearly term holds the price of the whole term or of one month (partner-center-api reference 6.3). */
export type Basis = 'wholeTerm' | 'perMonth';

type Priced = {
  readonly productId: string;
  readonly skuId: string;
  readonly segment: string;
  readonly tierFrom: string | null;
  readonly term: string;
  readonly billingPlan: string;
  readonly unitPrice: string;
};

/**
 * Near 1.00 to 1.05 the row holds the term (with the surcharge for paying monthly since April 2025), near 0.083 to 0.0875 a month. A little
 * room on both sides, because prices of a few cents are rounded.
 */
const spans: Readonly<Record<Basis, { readonly from: string; readonly to: string }>> = {
  wholeTerm: { from: '0.99', to: '1.06' },
  perMonth: { from: '0.0825', to: '0.0884' },
};
/** Few products may be priced their own way; none may say the opposite. */
const enough = 0.9;

/** Gathers the two rows of each product and decides at the end of the sheet. */
export class BasisJudge {
  readonly #prices = new Map<string, { monthly?: string; annual?: string }>();

  add({ productId, skuId, segment, tierFrom, term, billingPlan, unitPrice }: Priced): void {
    const plan = billingPlan.toLowerCase();
    if (term.toUpperCase() !== 'P1Y' || (plan !== 'monthly' && plan !== 'annual')) return;
    const key = [productId, skuId, segment, tierFrom ?? ''].join(' ');
    const found = this.#prices.get(key) ?? {};
    // Rows of several times: the last one of each plan, which is what is asked now.
    found[plan] = unitPrice;
    this.#prices.set(key, found);
  }

  /** Undefined when the sheet has no such rows: then there is nothing to be wrong about. */
  judge(): { readonly basis: Basis | undefined } | { readonly because: string } {
    const counts = { wholeTerm: 0, perMonth: 0, neither: 0 };
    for (const { monthly, annual } of this.#prices.values()) {
      if (monthly === undefined || annual === undefined || new Decimal(annual).isZero()) continue;
      counts[fit(new Decimal(monthly).div(annual)) ?? 'neither'] += 1;
    }
    const all = counts.wholeTerm + counts.perMonth + counts.neither;
    if (all === 0) return { basis: undefined };
    if (counts.wholeTerm >= all * enough && counts.perMonth === 0) return { basis: 'wholeTerm' };
    if (counts.perMonth >= all * enough && counts.wholeTerm === 0) return { basis: 'perMonth' };
    return {
      because: `Of ${all} products with a yearly term paid monthly, ${counts.wholeTerm} hold the price of the term, ${counts.perMonth} that of a month, ${counts.neither} neither`,
    };
  }
}

const fit = (ratio: Decimal): Basis | undefined =>
  (['wholeTerm', 'perMonth'] as const).find((basis) => ratio.gte(spans[basis].from) && ratio.lte(spans[basis].to));
