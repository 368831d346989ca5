import type { Column } from './output.ts';

/** The fields that every record of a remote has (src/contract/as-of.ts). */
type Read = { readonly readAt: string | null; readonly source: { readonly name: string } | null; readonly isStale: boolean };

/** How fresh each row is: when it was read, where, and that it is too old to rely on. */
export const readColumns: readonly Column<Read>[] = [
  { title: 'READ', value: ({ readAt, isStale }) => `${readAt ?? 'never'}${isStale ? ' (stale)' : ''}` },
  { title: 'READ FROM', value: ({ source }) => source?.name ?? '' },
];
