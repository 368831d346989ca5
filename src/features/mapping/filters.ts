import { type RawBuilder, sql } from 'kysely';
import type { MappingState } from '../../model/mapping.ts';

/** What every list of mappings can be narrowed to. */
export type MappingFilter = {
  readonly q?: string | undefined;
  readonly state?: readonly MappingState[] | undefined;
  /** First seen at or after this instant. */
  readonly newSince?: string | undefined;
};

/** Conditions over `mapping`; letters are looked for in these columns, which are in lower case. */
export const narrowed = (
  { q, state, newSince }: MappingFilter,
  {
    stateIs = sql`mapping.state`,
    lettersIn = ['mapping.name_key'],
  }: { readonly stateIs?: RawBuilder<string>; readonly lettersIn?: readonly string[] } = {},
): readonly RawBuilder<boolean>[] => {
  const letters = (q ?? '').trim().toLowerCase();
  const found = lettersIn.map((column) => sql<boolean>`position(${letters} in ${sql.ref(column)}) > 0`);
  return [
    ...(state === undefined ? [] : [sql<boolean>`${stateIs} = any(${[...state]}::text[])`]),
    ...(newSince === undefined ? [] : [sql<boolean>`mapping.first_seen_at >= ${newSince}::timestamptz`]),
    ...(letters === '' ? [] : [sql<boolean>`(${sql.join(found, sql` or `)})`]),
  ];
};

export const allOf = (conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
