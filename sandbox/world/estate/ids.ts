import { Seeded } from '../../../src/lib/seeded.ts';

/** Ids drawn from 32-bit streams meet now and then in worlds of a hundred thousand customers: the later one gets another. */
export class Ids {
  readonly #seed: number;
  readonly #taken = new Set<string>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The row with its own id, or with another when that is taken. */
  apart<Row extends { readonly id: string }>(row: Row): Row {
    let own = row;
    for (let draw = 0; this.#taken.has(own.id); draw += 1) {
      const id = new Seeded(`${String(this.#seed)}/apart/${String(this.#taken.size)}/${String(draw)}`).uuid();
      own = { ...row, id: row.id.length > id.length ? `${id}${row.id.slice(id.length)}` : id };
    }
    this.#taken.add(own.id);
    return own;
  }
}
