/** What a row's history keeps of one change: what each field was before, as `changedFields` writes it. */
export type Change = Readonly<Record<string, { readonly before?: unknown; readonly after?: unknown }>>;

/** A row as it was before these changes, newest change first; fields that the row does not have are left out. Pure. */
export function rewind<Row extends Readonly<Record<string, unknown>>>(row: Row, changes: readonly Change[]): Row {
  if (changes.length === 0) return row;
  const was: Record<string, unknown> = { ...row };
  for (const change of changes)
    for (const [field, value] of Object.entries(change)) if (Object.hasOwn(was, field)) was[field] = value.before ?? null;
  return was as Row; // the same fields, with values that stood in the same columns
}
