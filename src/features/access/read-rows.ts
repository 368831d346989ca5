import type { Context } from '../context.ts';
import { type AccessFilter, listAccess } from './list.ts';
import type { AccessRow } from './row.ts';

const pageSize = 200;

/** All rows of the list, page by page. */
export async function readRows(context: Context, filter: AccessFilter, sort = 'name'): Promise<AccessRow[]> {
  const rows: AccessRow[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listAccess(context, { sort, descending: false, limit: pageSize, cursor, filter, count: false });
    rows.push(...page.rows);
    if (page.nextCursor === null) return rows;
    cursor = page.nextCursor;
  }
}
