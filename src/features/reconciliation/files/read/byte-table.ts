import type { Fields } from './fields.ts';

type Entry = { readonly kept: readonly DataView[]; readonly number: number; readonly next: Entry | undefined };

/**
 * Numbers what some columns of a record say together, so that state holds small integers: a meter, an account. It is looked up by
 * its bytes, without making texts; neighbouring records that say the same are not even looked up.
 */
export class ByteTable {
  readonly #columns: readonly number[];
  readonly #byHash = new Map<number, Entry>();
  #last = -1;
  size = 0;

  constructor(columns: readonly number[]) {
    this.#columns = columns;
  }

  /** Numbers count from 0 in the order in which they are first asked for; a new one makes `size` grow. Ask for each record. */
  numberOf(fields: Fields): number {
    if (this.#last < 0 || !this.#isAsBefore(fields)) this.#last = this.#lookUp(fields);
    return this.#last;
  }

  #isAsBefore(fields: Fields): boolean {
    for (const column of this.#columns) if (fields.isRepeated[column] === 0) return false;
    return true;
  }

  #lookUp(fields: Fields): number {
    let hash = 0;
    for (const column of this.#columns) hash = hashInto(hash, fields, column);
    // Small integers are the fastest keys of a Map.
    hash = (hash ^ (hash >>> 15)) & 0x3fffffff;
    const first = this.#byHash.get(hash);
    for (let entry = first; entry !== undefined; entry = entry.next) if (this.#isEntry(fields, entry)) return entry.number;
    const number = this.size;
    this.#byHash.set(hash, { kept: this.#columns.map((column) => fields.copy(column)), number, next: first });
    this.size += 1;
    return number;
  }

  #isEntry(fields: Fields, { kept }: Entry): boolean {
    for (let index = 0; index < kept.length; index += 1) {
      const bytes = kept[index];
      if (bytes === undefined || !fields.equals(this.#columns[index] ?? 0, bytes)) return false;
    }
    return true;
  }
}

/** Four bytes at a time; the length goes in too, so that `a` and `b` next to each other differ from `ab`. */
function hashInto(seed: number, fields: Fields, column: number): number {
  const { view } = fields;
  const end = fields.end[column] ?? 0;
  let at = fields.start[column] ?? 0;
  let hash = Math.imul(seed ^ (end - at), 0x01000193);
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  for (; at < end; at += 1) hash = Math.imul(hash ^ view.getUint8(at), 0x01000193);
  return hash;
}
