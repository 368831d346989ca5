import { sql } from 'kysely';
import { type DifferenceTab, statesOfTab } from '../../model/worklist.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { type Context, seesCosts } from '../context.ts';
import type { DifferenceFilter } from '../reconciliation/index.ts';
import { partsOf, type Sums, sumsOf } from './sums.ts';

export type TabCounts = { readonly tabs: Readonly<Record<DifferenceTab, Sums>>; readonly costsLeftOut: boolean };

const byState = { key: sql<string>`difference.state`, label: sql<string>`difference.state` };

/** What stands on each tab of the workbench, under the filter. */
export const countDifferences = (context: Context, filter: DifferenceFilter): Promise<TabCounts> =>
  inScope(context.db, context.scope, async (tx) => {
    const parts = await partsOf(tx, { ...filter, state: undefined }, context.actor, byState);
    const ofTab = (tab: DifferenceTab): Sums => {
      const states: readonly string[] = statesOfTab[tab];
      return sumsOf(parts.filter(({ key }) => states.includes(key)));
    };
    return {
      tabs: {
        todo: ofTab('todo'),
        waiting: ofTab('waiting'),
        resolved: ofTab('resolved'),
        dismissed: ofTab('dismissed'),
        all: ofTab('all'),
      },
      costsLeftOut: !seesCosts(context.actor),
    };
  });
