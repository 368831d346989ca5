import { rememberedIn } from '../remembered.ts';
import { Rendered } from '../rendered.ts';
import type { World } from '../world/world.ts';

type Memory = { readonly lists: Map<string, readonly unknown[]>; readonly texts: Rendered<string> };

const memories = new WeakMap<World, Memory>();

/** What is worked out of the distributor's rows and kept until they change. Nothing here is truth. */
export function memoryOf(world: World): Memory {
  const known = memories.get(world);
  if (known !== undefined) return known;
  const memory: Memory = { lists: new Map(), texts: new Rendered() };
  memories.set(world, memory);
  world.on((event) => {
    for (const { table } of event.changes) {
      if (!table.startsWith('distributor')) continue;
      for (const name of memory.lists.keys())
        if (name.startsWith(`${table}/`) || !name.startsWith('distributor')) memory.lists.delete(name);
      // Subscriptions show the name of their product.
      if (table === 'distributorProducts') memory.texts.clear();
    }
  });
  return memory;
}

/** A list that is kept until a row of its table changes; names that begin with no table are kept until any row does. */
export const remembered = <Row>(world: World, name: string, make: () => readonly Row[]): readonly Row[] =>
  rememberedIn(memoryOf(world).lists, name, make);
