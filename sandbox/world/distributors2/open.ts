import { layIngram, layIon, openedRow } from '../estate/other-distributors.ts';
import type { World } from '../world.ts';
import { ingramAccount } from './accounts.ts';

// The two distributors are laid at their first call, as one event: what they show is what Microsoft sells directly at that instant.

export const ionIsOpen = (world: World): boolean => world.tables.openedDistributors.get('ion') !== undefined;
export const ingramIsOpen = (world: World): boolean => world.tables.openedDistributors.get('ingram') !== undefined;

export function openIon(world: World): void {
  if (!ionIsOpen(world)) opened(world, 'ion', layIon(world));
}

export function openIngram(world: World): void {
  if (!ingramIsOpen(world)) opened(world, 'ingram', layIngram(world, ingramAccount(world.options)));
}

function opened(world: World, id: string, changes: ReturnType<typeof layIon>): void {
  world.apply({
    kind: 'distributor.opened',
    actor: { kind: 'system', name: id },
    cause: 'first call',
    about: { distributor: id },
    changes: [openedRow(id, world.clock.nowMs()), ...changes],
  });
}
