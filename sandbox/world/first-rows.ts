import { Table } from './table.ts';

/** A table that remembers, for each row put again, how it was before the first time: what the estate laid is then never lost. */
export class FirstRows<Row> extends Table<Row> {
  readonly #first = new Map<string, Row>();

  /** The row as it was put first. */
  first(key: string): Row | undefined {
    return this.#first.get(key) ?? this.get(key);
  }

  override put(key: string, row: Row): void {
    const before = this.get(key);
    super.put(key, row);
    if (before !== undefined && before !== row && !this.#first.has(key)) this.#first.set(key, before);
  }
}
