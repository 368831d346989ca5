/** A list that is worked out once and kept in `lists` under its name, until whoever keeps them takes it out. */
export function rememberedIn<Row>(lists: Map<string, readonly unknown[]>, name: string, make: () => readonly Row[]): readonly Row[] {
  // The name stands for one kind of row.
  const known = lists.get(name) as readonly Row[] | undefined;
  if (known !== undefined) return known;
  const made = make();
  lists.set(name, made);
  return made;
}
