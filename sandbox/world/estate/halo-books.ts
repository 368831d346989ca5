import type { HaloRow } from '../types.ts';
import type { FirstBooks } from './other-psas.ts';

export function haloBooks(_books: FirstBooks): HaloRow[] {
  return [];
}
