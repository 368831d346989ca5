import type { JsonObject } from '../../src/lib/exact-json.ts';
import { rememberedIn } from '../remembered.ts';
import { Rendered } from '../rendered.ts';
import type { RowOf } from '../world/tables.ts';
import type { World, WorldEvent } from '../world/world.ts';

/** Tables of an installation whose rows have numbers. */
export type PsaTable =
  | 'psaCompanies'
  | 'psaAgreements'
  | 'psaAdditions'
  | 'psaCatalogItems'
  | 'psaCustomFields'
  | 'psaCallbacks'
  | 'psaAdjustments';

const tables: readonly PsaTable[] = [
  'psaCompanies',
  'psaAgreements',
  'psaAdditions',
  'psaCatalogItems',
  'psaCustomFields',
  'psaCallbacks',
  'psaAdjustments',
];

/** One row as the remote shows it; the text is made when a whole row is asked for. */
export type Shown = { readonly json: JsonObject; text?: string };

/** What is worked out of a world's PSA rows and kept until they change. Nothing here is truth. */
class Memory {
  readonly shown = new Rendered<Shown>();
  /** Raised by every change that rows of other tables show too. */
  generation = 0;
  readonly lists = new Map<string, readonly unknown[]>();
  readonly #highest = new Map<string, number>();

  constructor(world: World) {
    for (const table of tables) for (const [key] of world.tables[table].entries()) this.#raise(table, key);
    for (const event of world.events) this.#hear(event);
    world.on((event) => {
      this.#hear(event);
    });
  }

  nextId(table: PsaTable): number {
    return (this.#highest.get(table) ?? 0) + 1;
  }

  #hear(event: WorldEvent): void {
    for (const { table, key } of event.changes) {
      if (!table.startsWith('psa')) continue;
      for (const name of this.lists.keys()) if (name.startsWith(`${table}/`) || !name.startsWith('psa')) this.lists.delete(name);
      this.#raise(table, key);
      if (table !== 'psaAdditions' && table !== 'psaAdjustments') this.generation += 1;
    }
  }

  #raise(table: string, key: string): void {
    const id = Number(key);
    if (id > (this.#highest.get(table) ?? 0)) this.#highest.set(table, id);
  }
}

const memories = new WeakMap<World, Memory>();

export function memoryOf(world: World): Memory {
  const known = memories.get(world);
  if (known !== undefined) return known;
  const memory = new Memory(world);
  memories.set(world, memory);
  return memory;
}

/** The next number of a table; a number is never given again. */
export const nextId = (world: World, table: PsaTable): number => memoryOf(world).nextId(table);

/** Rows of an installation by number, kept until one of them changes. */
export function byNumber<Name extends PsaTable>(world: World, table: Name, instanceId: string): readonly RowOf<Name>[] {
  return remembered(
    world,
    `${table}/${instanceId}`,
    () =>
      // Rows of one table have one type, and TypeScript does not see which through the union of tables.
      sortedRows(world.tables[table].by('instanceId', instanceId)) as unknown as readonly RowOf<Name>[],
  );
}

const sortedRows = (rows: { readonly id: number }[]): readonly { readonly id: number }[] => rows.sort((a, b) => a.id - b.id);

/** A list worked out of PSA rows, kept until one of them changes. */
export const remembered = <Row>(world: World, name: string, make: () => readonly Row[]): readonly Row[] =>
  rememberedIn(memoryOf(world).lists, name, make);
