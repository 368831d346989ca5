import type { World } from '../world/world.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');

/** Text for codes and refresh tokens, drawn from the world: a replay of the same calls gives the same text. */
export function randomOf(world: World, length: number): string {
  const random = world.random();
  return Array.from({ length }, () => random.pick(letters)).join('');
}
