import { isSame } from './bytes.ts';
import type { Fields } from './fields.ts';

/**
 * Numbers what some columns of a record say together, so that state holds small integers: a meter, an account. It is looked up by
 * its bytes, without making texts; neighbouring records that say the same are not even looked up.
 */
export class ByteTable {
  readonly #columns: readonly number[];
  /** Numbers by hash, one after the other where hashes meet; -1 is free. */
  #slots = new Int32Array(256).fill(-1);
  /** By number. */
  #hashes = new Int32Array(64);
  /** By number and column: where its bytes end; those of the next begin there. */
  #ends = new Int32Array(64);
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
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
    const mask = this.#slots.length - 1;
    let slot = slotOf(hash, mask);
    for (let number = this.#slots[slot] ?? -1; number >= 0; number = this.#slots[slot] ?? -1) {
      if (this.#hashes[number] === hash && this.#isEntry(fields, number)) return number;
      slot = (slot + 1) & mask;
    }
    return this.#add(fields, hash, slot);
  }

  #isEntry(fields: Fields, number: number): boolean {
    const first = number * this.#columns.length;
    for (let index = 0; index < this.#columns.length; index += 1) {
      const column = this.#columns[index] ?? 0;
      const kept = first + index === 0 ? 0 : (this.#ends[first + index - 1] ?? 0);
      const length = (this.#ends[first + index] ?? 0) - kept;
      const start = fields.start[column] ?? 0;
      if ((fields.end[column] ?? 0) - start !== length || !isSame(fields.view, start, this.#view, kept, length)) return false;
    }
    return true;
  }

  #add(fields: Fields, hash: number, slot: number): number {
    const number = this.size;
    this.size += 1;
    if (number === this.#hashes.length) this.#hashes = longer(this.#hashes, number + 1);
    this.#hashes[number] = hash;
    for (const [index, column] of this.#columns.entries()) this.#keep(fields, column, number * this.#columns.length + index);
    this.#slots[slot] = number;
    if (this.size * 2 > this.#slots.length) this.#spread();
    return number;
  }

  #keep({ bytes, start, end }: Fields, column: number, at: number): void {
    const value = bytes.subarray(start[column], end[column]);
    const from = at === 0 ? 0 : (this.#ends[at - 1] ?? 0);
    if (from + value.length > this.#bytes.length) {
      const bigger = new Uint8Array(Math.max(this.#bytes.length * 2, from + value.length));
      bigger.set(this.#bytes);
      this.#bytes = bigger;
      this.#view = new DataView(bigger.buffer);
    }
    this.#bytes.set(value, from);
    if (at >= this.#ends.length) this.#ends = longer(this.#ends, at + 1);
    this.#ends[at] = from + value.length;
  }

  /** Twice the slots, so that few hashes meet. */
  #spread(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let number = 0; number < this.size; number += 1) {
      let slot = slotOf(this.#hashes[number] ?? 0, slots.length - 1);
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

const slotOf = (hash: number, mask: number): number => (hash ^ (hash >>> 15)) & mask;

function longer(numbers: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const more = new Int32Array(Math.max(numbers.length * 2, least));
  more.set(numbers);
  return more;
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
