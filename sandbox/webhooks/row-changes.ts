import type { Customer, CustomerRelationship, GdapRelationship, Order, Subscription } from '../world/types.ts';
import type { WorldEvent } from '../world/world.ts';

type Pair<Name, Row> = { readonly table: Name; readonly before: Row | undefined; readonly after: Row | undefined };

/** A row before and after an event, for the tables that Microsoft reports on. */
export type RowChange =
  | Pair<'subscriptions', Subscription>
  | Pair<'gdap', GdapRelationship>
  | Pair<'relationships', CustomerRelationship>
  | Pair<'customers', Customer>
  | Pair<'orders', Order>;

/** What an event changed of the rows that Microsoft reports on. `before`: as a listener hears them beside the event. */
export const rowChanges = ({ changes }: WorldEvent, before: readonly unknown[]): RowChange[] =>
  changes.flatMap(({ table, row }, index) => {
    // Changes are made by `put`, which ties the row's type to the table.
    const pair = { before: before[index], after: row ?? undefined } as Pair<never, never>;
    switch (table) {
      case 'subscriptions':
      case 'gdap':
      case 'relationships':
      case 'customers':
      case 'orders':
        return [{ ...pair, table }];
      default:
        return [];
    }
  });
