import { ExactNumber } from '../src/lib/exact-json.ts';

/** Text of a plain value; '' of everything that has none. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof ExactNumber ? String(value) : '';
