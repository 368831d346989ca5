import { freeEnded } from '../../../../lib/free-memory.ts';
import { isSame } from '../read/bytes.ts';

const slots = 1 << 14;
const keptViews = 16;

/**
 * A number of 53 bits for a record, the same for the same bytes: of its length, four bytes of every 32, and what its columns were
 * parsed to. Different records practically always get different ones; equal ones prove nothing and are compared byte by byte.
 */
export function recordHash(view: DataView, start: number, end: number, values: Float64Array): number {
  let a = end - start;
  let b = 0x9e3779b9 | 0;
  // Two sums side by side take the processor as long as one.
  for (let at = start; at + 36 <= end; at += 64) {
    a = mix(a, view.getInt32(at, true));
    b = mix(b, view.getInt32(at + 32, true));
  }
  for (let index = 0; index + 1 < values.length; index += 2) {
    a = mix(a, (values[index] ?? 0) | 0);
    b = mix(b, (values[index + 1] ?? 0) | 0);
  }
  a = Math.imul(a ^ (b >>> 16), 0x27d4eb2f);
  b = Math.imul(b ^ (a >>> 15), 0x165667b1);
  return ((a ^ (a >>> 16)) >>> 0) * 2 ** 21 + ((b ^ (b >>> 13)) >>> 11);
}

function mix(sum: number, word: number): number {
  const mixed = Math.imul(sum ^ word, 0x85ebca6b);
  return (mixed << 13) | (mixed >>> 19);
}

/**
 * Knows the last few thousand records of a blob byte for byte. Lines that are billed twice nearly always stand near each other;
 * those that do not are found by `RepeatIndex`.
 */
export class RepeatWindow {
  readonly #hashes = new Float64Array(slots).fill(-1);
  readonly #views = new Int32Array(slots);
  readonly #starts = new Int32Array(slots);
  readonly #ends = new Int32Array(slots);
  readonly #kept: DataView[] = [];
  readonly #ownsPieces: boolean;
  #newest = -1;
  #record: Buffer | undefined;

  /** `ownsPieces`: nobody else looks at a piece of the content once sixteen others have followed. */
  constructor(ownsPieces: boolean) {
    this.#ownsPieces = ownsPieces;
  }

  /** Whether a record with this hash, from `start` to `end`, has been asked for before. */
  isRepeated(hash: number, record: Buffer, start: number, end: number): boolean {
    if (this.#record !== record) {
      this.#record = record;
      this.#newest += 1;
      const gone = this.#kept[this.#newest % keptViews];
      if (this.#ownsPieces && gone !== undefined) freeEnded(gone);
      this.#kept[this.#newest % keptViews] = new DataView(record.buffer, record.byteOffset, record.byteLength);
    }
    const slot = hash & (slots - 1);
    const isRepeated = this.#hashes[slot] === hash && this.#isThere(slot, start, end);
    this.#hashes[slot] = hash;
    this.#views[slot] = this.#newest;
    this.#starts[slot] = start;
    this.#ends[slot] = end;
    return isRepeated;
  }

  #isThere(slot: number, start: number, end: number): boolean {
    const view = this.#kept[this.#newest % keptViews];
    const number = this.#views[slot] ?? 0;
    const from = this.#starts[slot] ?? 0;
    const kept = this.#kept[number % keptViews];
    if (view === undefined || kept === undefined || this.#newest - number >= keptViews || (this.#ends[slot] ?? 0) - from !== end - start)
      return false;
    return isSame(view, start, kept, from, end - start);
  }
}
