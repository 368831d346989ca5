import { sql } from 'kysely';
import { Decimal } from '../../lib/decimal.ts';
import type { Per } from '../../model/difference.ts';
import { money } from '../../model/money.ts';
import { statesOfTab } from '../../model/worklist.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Actor } from '../context.ts';
import type { DifferenceFilter } from '../reconciliation/index.ts';
import { type Part, partsOf } from '../worklist/index.ts';

/** Every amount once, decimal text: what was found is resolved, dismissed and open together, to the last digit. */
export type ControlTotal = {
  readonly currency: string;
  readonly per: Per;
  readonly count: number;
  readonly found: string;
  readonly resolved: string;
  readonly dismissed: string;
  readonly open: string;
};

const byState = { key: sql<string>`difference.state`, label: sql<string>`difference.state` };
const whole = { key: sql<string>`difference.currency`, label: sql<string>`difference.currency` };

/** Control totals of what the filter finds. `found` is summed apart from its parts, so that it can prove them. */
export async function controlTotals(tx: Tx, filter: DifferenceFilter, actor: Actor): Promise<ControlTotal[]> {
  const parts = await partsOf(tx, filter, actor, byState);
  const found = await partsOf(tx, filter, actor, whole);
  return found
    .map((all) => {
      const same = parts.filter((part) => part.currency === all.currency && part.once === all.once);
      const of = (states: readonly string[]): string => sum(same.filter(({ key }) => states.includes(key)));
      return {
        currency: all.currency,
        per: all.once ? ('once' as const) : ('month' as const),
        count: all.count,
        found: money(all.amount, all.currency).amount,
        resolved: of(statesOfTab.resolved),
        dismissed: of(statesOfTab.dismissed),
        open: of([...statesOfTab.todo, ...statesOfTab.waiting]),
      };
    })
    .sort((a, b) => (a.currency + a.per < b.currency + b.per ? -1 : 1));
}

const sum = (parts: readonly Part[]): string => parts.reduce((all, { amount }) => all.plus(amount), new Decimal(0)).toFixed();

/** Whether it is so: a total that does not tie is shown, never mended. */
export const isTied = ({ found, resolved, dismissed, open }: ControlTotal): boolean =>
  new Decimal(resolved).plus(dismissed).plus(open).eq(found);
