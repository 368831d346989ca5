import type { z } from 'zod';
import { type Reading, sift } from '../../lib/sift.ts';
import type { Listing, Page } from '../ports.ts';
import { cursorExpired, walkPages } from '../walk-pages.ts';
import { pageSize } from './client.ts';
import type { WireList } from './schema.ts';

type Source<Wire, T> = {
  readonly page: (number: number, signal: AbortSignal | undefined) => Promise<WireList>;
  readonly schema: z.ZodType<Wire>;
  readonly translate: (wire: Wire) => Reading<T>;
};

export const listing =
  <Wire, T>(source: Source<Wire, T>, idOf: (item: T) => string): Listing<T> =>
  (cursor, signal) =>
    walkPages({
      remote: 'pax8',
      from: cursor,
      signal,
      idOf,
      read: async (at) => {
        const number = numberAt(at);
        const list = await source.page(number, signal);
        return pageOf(list, number, sift(list.content, source.schema, source.translate));
      },
    });

export function numberAt(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,7}$/.test(cursor)) throw cursorExpired('pax8');
  return Number(cursor);
}

/** Pages count from 0. Where the remote does not tell how many there are, a page that is not full is the last. */
export function pageOf<T>(list: WireList, number: number, sifted: Pick<Page<T>, 'items' | 'quarantined'>): Page<T> {
  const { totalElements, totalPages } = list.page ?? {};
  const hasNext = totalPages === undefined ? list.content.length >= pageSize : number + 1 < totalPages;
  return { ...sifted, cursor: hasNext ? String(number + 1) : undefined, total: totalElements };
}
