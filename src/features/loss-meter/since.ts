import { Decimal } from '../../lib/decimal.ts';

/** From when on a subscription or line counted how much; the first step is its beginning. */
export type Step = { readonly side: 'bought' | 'billed'; readonly thing: string; readonly at: string; readonly quantity: Decimal };

/**
 * Since when more (or less) is bought than billed: back over the steps of both sides to the last time when it was not so. Undefined when
 * both are the same now, or nothing is known of how it came. Pure.
 */
export function sinceWhen(steps: readonly Step[]): string | undefined {
  const inOrder = [...steps].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const now = new Map<string, Decimal>();
  let difference = new Decimal(0);
  let since: string | undefined;
  for (const [index, { side, thing, at, quantity }] of inOrder.entries()) {
    const key = `${side} ${thing}`;
    const change = quantity.minus(now.get(key) ?? 0);
    now.set(key, quantity);
    difference = side === 'bought' ? difference.plus(change) : difference.minus(change);
    // Only what stands when a moment is over counts: both sides may change at once.
    if (inOrder[index + 1]?.at === at) continue;
    if (difference.isZero()) since = undefined;
    else since = since === undefined || !sameSign(since, difference) ? mark(at, difference) : since;
  }
  return since?.slice(1);
}

// The direction stands before the time, so that a loss that turns into its opposite begins anew.
const mark = (at: string, difference: Decimal): string => `${difference.gt(0) ? '+' : '-'}${at}`;
const sameSign = (since: string, difference: Decimal): boolean => since.startsWith(difference.gt(0) ? '+' : '-');
