import { ByteTable } from '../read/byte-table.ts';
import type { Fields } from '../read/fields.ts';

/** `line`: the first one of the stretch that says it. */
export type Listed<Text> = { readonly text: Text; readonly line: number };

/**
 * Numbers what some columns of a line say together, over a whole blob. Who reads one stretch of it only has a list of what stands in it, with
 * numbers of its own: those are the places in that list. In the first stretch both are the same.
 */
export class TextNumbers<Text> {
  readonly #table: ByteTable;
  readonly #textOf: (fields: Fields) => Text;
  /** By number. */
  readonly #texts: Text[] = [];
  /** By number: its place in the list, -1 when it is not there yet. */
  #places = new Int32Array(64).fill(-1);
  #size = 0;
  #new: Listed<Text>[] = [];

  constructor(columns: readonly number[], textOf: (fields: Fields) => Text) {
    this.#table = new ByteTable(columns);
    this.#textOf = textOf;
  }

  numberOf(fields: Fields, line: number): number {
    const number = this.#table.numberOf(fields);
    if (number === this.#texts.length) this.#texts.push(this.#textOf(fields));
    this.placeOf(number, line);
    return number;
  }

  /** Where it stands in the list of the stretch. */
  placeOf(number: number, line: number): number {
    const place = this.#places[number] ?? -1;
    if (place >= 0) return place;
    if (number >= this.#places.length) {
      const more = new Int32Array(2 * number).fill(-1);
      more.set(this.#places);
      this.#places = more;
    }
    const text = this.#texts[number];
    if (text === undefined) return -1;
    this.#new.push({ text, line });
    this.#places[number] = this.#size;
    this.#size += 1;
    return this.#size - 1;
  }

  /** What came to the list since this was asked last. */
  takeNew(): Listed<Text>[] {
    const taken = this.#new;
    this.#new = [];
    return taken;
  }

  beginStretch(): void {
    this.#places.fill(-1);
    this.#size = 0;
  }
}
