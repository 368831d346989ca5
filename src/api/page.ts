import type { Page } from '../contract/page.ts';
import type { KeysetPage } from '../platform/db/keyset.ts';

/** Rows a page when the caller does not say. */
export const defaultLimit = 50;

/** A page of rows in the contract's shape. */
export const pageReply = <Row, Item>(
  page: KeysetPage<Row>,
  limit: number | undefined,
  present: (row: Row) => Item,
  totals?: { readonly rows: number; readonly exact: boolean },
): Page<Item> => ({
  data: page.rows.map(present),
  page: { nextCursor: page.nextCursor, previousCursor: page.previousCursor, hasMore: page.hasMore, limit: limit ?? defaultLimit },
  ...(totals !== undefined && { totals: { ...totals } }),
});
