/** Rows by key, with the look-ups that the remotes need. Order is the order of first arrival. */
export class Table<Row> {
  readonly #rows = new Map<string, Row>();
  readonly #indexes = new Map<string, { readonly of: (row: Row) => string | undefined; readonly keys: Map<string, Set<string>> }>();

  constructor(indexes: Readonly<Record<string, (row: Row) => string | undefined>> = {}) {
    for (const [name, of] of Object.entries(indexes)) this.#indexes.set(name, { of, keys: new Map() });
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string | number): Row | undefined {
    return this.#rows.get(String(key));
  }

  /** Keys and rows, in order of first arrival. */
  entries(): IterableIterator<[string, Row]> {
    return this.#rows.entries();
  }

  all(): Row[] {
    return [...this.#rows.values()];
  }

  /** Rows whose named look-up gives this value, in order of arrival at that value. */
  by(index: string, value: string | number): Row[] {
    const found = this.#indexes.get(index);
    if (found === undefined) throw new Error(`No look-up named ${index}`);
    const rows: Row[] = [];
    for (const key of found.keys.get(String(value)) ?? []) {
      const row = this.#rows.get(key);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  put(key: string, row: Row): void {
    const before = this.#rows.get(key);
    this.#rows.set(key, row);
    for (const index of this.#indexes.values()) {
      const was = before === undefined ? undefined : index.of(before);
      const is = index.of(row);
      if (was === is) {
        if (before === undefined && is !== undefined) addTo(index.keys, is, key);
        continue;
      }
      if (was !== undefined) index.keys.get(was)?.delete(key);
      if (is !== undefined) addTo(index.keys, is, key);
    }
  }

  remove(key: string): void {
    const before = this.#rows.get(key);
    if (before === undefined) return;
    this.#rows.delete(key);
    for (const index of this.#indexes.values()) {
      const was = index.of(before);
      if (was !== undefined) index.keys.get(was)?.delete(key);
    }
  }
}

function addTo(keys: Map<string, Set<string>>, value: string, key: string): void {
  const set = keys.get(value);
  if (set === undefined) keys.set(value, new Set([key]));
  else set.add(key);
}
