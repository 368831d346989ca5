import { Seeded } from '../../../src/lib/seeded.ts';
import { dayMs } from '../estate/times.ts';
import type { Availability } from '../types.ts';
import type { World } from '../world.ts';

const letters = '0123456789BCDFGHJKLMNPQRSTVWXZ'.split('');

/** How often the ids of all availabilities were changed up to an instant. */
export function turnAt(world: World, atMs: number): number {
  const days = world.switch('prices').availabilityDays;
  if (days === 0) return 0;
  return Math.max(0, Math.floor((atMs - Date.parse(world.options.startsAt)) / (days * dayMs)));
}

/** The id under which a sale is shown at an instant in a country. Never store it: it changes. */
export function availabilityIdAt(world: World, row: Availability, country: string, atMs: number): string {
  const turn = turnAt(world, atMs);
  if (turn === 0 && country.toUpperCase() === row.country) return row.availabilityId;
  const random = new Seeded(`${String(world.options.seed)}/${row.id}/${country.toUpperCase()}/${String(turn)}`);
  return `${row.availabilityId.slice(0, 7)}${Array.from({ length: 5 }, () => random.pick(letters)).join('')}`;
}
