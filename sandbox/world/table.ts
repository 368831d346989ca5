type Keys = Map<string, string | Set<string>>;
type Index<Row> = { readonly of: (row: Row) => string | undefined; readonly keys: Keys };

/** Rows by key, with the look-ups that the remotes need. Order is the order of first arrival. */
export class Table<Row> {
  readonly #rows = new Map<string, Row>();
  readonly #indexes = new Map<string, Index<Row>>();

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

  /** Rows one after the other, in order of first arrival: without the copy that `all` makes. */
  values(): IterableIterator<Row> {
    return this.#rows.values();
  }

  all(): Row[] {
    return [...this.#rows.values()];
  }

  /** Rows whose named look-up gives this value, in order of arrival at that value. */
  by(index: string, value: string | number): Row[] {
    const keys = this.#index(index).keys.get(String(value));
    if (keys === undefined) return [];
    const rows: Row[] = [];
    for (const key of typeof keys === 'string' ? [keys] : keys) {
      const row = this.#rows.get(key);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  /** How many rows the look-up would give. */
  count(index: string, value: string | number): number {
    const keys = this.#index(index).keys.get(String(value));
    if (keys === undefined) return 0;
    return typeof keys === 'string' ? 1 : keys.size;
  }

  put(key: string, row: Row): void {
    const before = this.#rows.get(key);
    this.#rows.set(key, row);
    for (const index of this.#indexes.values()) {
      const was = before === undefined ? undefined : index.of(before);
      const is = index.of(row);
      if (was === is) continue;
      if (was !== undefined) takeFrom(index.keys, was, key);
      if (is !== undefined) addTo(index.keys, is, key);
    }
  }

  remove(key: string): void {
    const before = this.#rows.get(key);
    if (before === undefined) return;
    this.#rows.delete(key);
    for (const index of this.#indexes.values()) {
      const was = index.of(before);
      if (was !== undefined) takeFrom(index.keys, was, key);
    }
  }

  #index(name: string): Index<Row> {
    const found = this.#indexes.get(name);
    if (found === undefined) throw new Error(`No look-up named ${name}`);
    return found;
  }
}

/** Most values have one row: a set is made for the second one. */
function addTo(keys: Keys, value: string, key: string): void {
  const present = keys.get(value);
  if (present === undefined) keys.set(value, key);
  else if (typeof present === 'string') keys.set(value, new Set([present, key]));
  else present.add(key);
}

function takeFrom(keys: Keys, value: string, key: string): void {
  const present = keys.get(value);
  if (present === key) keys.delete(value);
  else if (typeof present === 'object') present.delete(key);
}
