import type { Customer, CustomerRelationship, GdapRelationship, Subscription } from '../world/types.ts';
import type { Change, World, WorldEvent } from '../world/world.ts';

type Pair<Name, Row> = { readonly table: Name; readonly before: Row | undefined; readonly after: Row | undefined };

/** A row before and after an event, for the tables that Microsoft reports on. */
export type RowChange =
  | Pair<'subscriptions', Subscription>
  | Pair<'gdap', GdapRelationship>
  | Pair<'relationships', CustomerRelationship>
  | Pair<'customers', Customer>;

/**
 * Listeners hear of an event when it has taken hold, with the new rows only. This remembers the rows as they were:
 * references to immutable rows, not copies.
 */
export class RowMemory {
  readonly #world: World;
  readonly #subscriptions: Map<string, Subscription>;
  readonly #gdap: Map<string, GdapRelationship>;
  readonly #relationships: Map<string, CustomerRelationship>;
  readonly #customers: Map<string, Customer>;

  constructor(world: World) {
    this.#world = world;
    const { subscriptions, gdap, relationships, customers } = world.tables;
    this.#subscriptions = remembered(subscriptions.all());
    this.#gdap = remembered(gdap.all());
    this.#relationships = remembered(relationships.all());
    this.#customers = remembered(customers.all());
  }

  /** What an event changed; each event is asked about once. */
  changesOf(event: WorldEvent): RowChange[] {
    return event.changes.flatMap((change) => this.#changeOf(change));
  }

  #changeOf({ table, key }: Change): RowChange[] {
    const { tables } = this.#world;
    switch (table) {
      case 'subscriptions':
        return [{ table, ...swap(this.#subscriptions, key, tables.subscriptions.get(key)) }];
      case 'gdap':
        return [{ table, ...swap(this.#gdap, key, tables.gdap.get(key)) }];
      case 'relationships':
        return [{ table, ...swap(this.#relationships, key, tables.relationships.get(key)) }];
      case 'customers':
        return [{ table, ...swap(this.#customers, key, tables.customers.get(key)) }];
      default:
        return [];
    }
  }
}

const remembered = <Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

function swap<Row>(memory: Map<string, Row>, key: string, after: Row | undefined): { before: Row | undefined; after: Row | undefined } {
  const before = memory.get(key);
  if (after === undefined) memory.delete(key);
  else memory.set(key, after);
  return { before, after };
}
