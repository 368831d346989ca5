import type { World } from '../world/world.ts';

/** What came of an act: the changed row, or why it was refused. */
export type Acted = { readonly done: unknown } | { readonly refused: string };

/** A thing that a person does in a remote's own pages, not through our product. */
export type Act = (world: World, input: Readonly<Record<string, unknown>>) => Acted;

export const textIn = (input: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = input[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

export const wholeIn = (input: Readonly<Record<string, unknown>>, name: string): number | undefined => {
  const value = Number(input[name]);
  return input[name] !== undefined && Number.isInteger(value) ? value : undefined;
};

export const flagIn = (input: Readonly<Record<string, unknown>>, name: string): boolean | undefined => {
  const value = input[name];
  return typeof value === 'boolean' ? value : undefined;
};
