import { Spool } from './spool.ts';

const parts = 64;
const hashRange = 2 ** 53;

/**
 * Finds records with equal hashes anywhere in any number of blobs. It keeps 16 bytes a record, beyond its memory in a temporary file,
 * and compares them part by part when all are there. Equal hashes are candidates only: see `confirm-repeats.ts`.
 */
export class RepeatIndex {
  readonly #spool: Spool;

  constructor(memoryBytes = 64 << 20) {
    this.#spool = new Spool(2, parts, memoryBytes);
  }

  add(hash: number, place: number): void {
    this.#spool.add(Math.floor(hash / (hashRange / parts)), hash, place);
  }

  /** Places of records whose hashes are equal, two or more of each, in order of place. */
  candidates(): number[][] {
    const groups: number[][] = [];
    for (let part = 0; part < parts; part += 1) groups.push(...equalIn(this.#spool.read(part)));
    return groups;
  }

  close(): void {
    this.#spool.close();
  }
}

/** `rows` holds hash and place in turn. A row goes to the first free slot; one that finds its hash there has been seen. */
function equalIn(rows: Float64Array): Iterable<number[]> {
  const count = rows.length / 2;
  const mask = 2 ** Math.ceil(Math.log2(count * 1.5 + 2)) - 1;
  const slots = new Int32Array(mask + 1).fill(-1);
  const groups = new Map<number, number[]>();
  for (let row = 0; row < count; row += 1) {
    const hash = rows[row * 2] ?? 0;
    let slot = hash & mask;
    while ((slots[slot] ?? -1) >= 0 && rows[(slots[slot] ?? 0) * 2] !== hash) slot = (slot + 1) & mask;
    const first = slots[slot] ?? -1;
    if (first < 0) slots[slot] = row;
    else groups.set(first, [...(groups.get(first) ?? [rows[first * 2 + 1] ?? 0]), rows[row * 2 + 1] ?? 0]);
  }
  return [...groups.values()].map((places) => places.sort((a, b) => a - b));
}
