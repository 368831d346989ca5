import type { Page } from '../ports.ts';
import { cursorExpired } from '../walk-pages.ts';
import type { ListPage } from './client.ts';
import { type Place, parsePlace, printPlace } from './seek-paging.ts';

/** Where a kept cursor points; one that is none of this list has expired. */
export function placeAt(cursor: string | undefined, listPath: string): Place | undefined {
  if (cursor === undefined) return undefined;
  const place = parsePlace(cursor, listPath);
  if (place === undefined) throw cursorExpired('partner-center');
  return place;
}

/** `totalCount` counts one page, so it is the total only of a list that has no other page. */
export const pageOf = <T>({ next }: ListPage, sifted: Pick<Page<T>, 'items' | 'quarantined'>): Page<T> => ({
  ...sifted,
  cursor: printPlace(next),
  total: undefined,
});
