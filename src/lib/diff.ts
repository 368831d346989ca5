/** What is new, gone and changed between two lists, matched by key. */
export type ListDiff<T> = {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly changed: readonly { readonly before: T; readonly after: T }[];
};

export function diffLists<T>(before: readonly T[], after: readonly T[], key: (item: T) => string, same: (a: T, b: T) => boolean): ListDiff<T> {
  const old = new Map(before.map((item) => [key(item), item]));
  const added: T[] = [];
  const changed: { before: T; after: T }[] = [];
  for (const item of after) {
    const was = old.get(key(item));
    if (was === undefined) added.push(item);
    else if (!same(was, item)) changed.push({ before: was, after: item });
    old.delete(key(item));
  }
  return { added, removed: [...old.values()], changed };
}

/** The fields of two flat records that differ, as before and after. */
export function changedFields(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Record<string, { before: unknown; after: unknown }> {
  const changes: Record<string, { before: unknown; after: unknown }> = {};
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[field], after[field]];
    if (JSON.stringify(was) !== JSON.stringify(is)) changes[field] = { before: was ?? null, after: is ?? null };
  }
  return changes;
}
