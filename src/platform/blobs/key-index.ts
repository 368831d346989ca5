/** An entry is the hash of a key and the number of a frame in one double: 32 and 20 bits, exact. */
const frameBits = 2 ** 20;

/** Spreads evenly over 32 bits. Two keys with the same hash cost a frame read in vain, never a wrong answer. */
export function hashKey(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x7feb352d);
  hash ^= hash >>> 15;
  return hash >>> 0;
}

const entryOf = (hash: number, frame: number): number => hash * frameBits + frame;
const frameOf = (entry: number): number => entry % frameBits;

/** Entries at most in memory; then they are a segment of the file. */
const segmentEntries = 1 << 20;

/** Which frames hold records with a key, gathered while a blob is written. */
export class KeyIndexWriter {
  #entries = new Float64Array(1 << 12);
  #count = 0;

  /** Answers true when the segment is full and should be taken. */
  add(key: string, frame: number): boolean {
    if (frame >= frameBits) throw new RangeError('A blob has too many frames for its index');
    if (this.#count === this.#entries.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#entries);
      this.#entries = larger;
    }
    this.#entries[this.#count] = entryOf(hashKey(key), frame);
    this.#count += 1;
    return this.#count >= segmentEntries;
  }

  /** The entries so far, as they came. */
  snapshot(): Float64Array {
    return this.#entries.slice(0, this.#count);
  }

  restore(entries: Float64Array): void {
    this.#count = entries.length;
    this.#entries = new Float64Array(Math.max(this.#entries.length, entries.length));
    this.#entries.set(entries);
  }

  /** The sorted, distinct entries so far; begins anew. */
  take(): Float64Array {
    const sorted = this.#entries.slice(0, this.#count).sort();
    this.#count = 0;
    let kept = 0;
    for (let at = 0; at < sorted.length; at += 1) {
      const entry = sorted[at] ?? 0;
      if (at > 0 && entry === sorted[kept - 1]) continue;
      sorted[kept] = entry;
      kept += 1;
    }
    return sorted.slice(0, kept);
  }
}

export type ReadEntries = (from: number, count: number) => Promise<Float64Array>;

/**
 * Frames of a key in one sorted segment. Hashes are spread evenly, so the place is guessed and the entries around it read: one short read for
 * a segment of any size, nearly always.
 */
export async function findFrames(key: string, count: number, read: ReadEntries): Promise<number[]> {
  const hash = hashKey(key);
  const [first, end] = [entryOf(hash, 0), entryOf(hash + 1, 0)];
  const guess = Math.floor((hash / 2 ** 32) * count);
  const reach = Math.ceil(2 * Math.sqrt(count)) + 16; // four standard deviations
  let from = Math.max(0, guess - reach);
  let to = Math.min(count, guess + reach);
  let window = await read(from, to - from);
  while (from > 0 && (window[0] ?? 0) >= first) {
    const start = Math.max(0, from - reach * 4);
    window = joined(await read(start, from - start), window);
    from = start;
  }
  while (to < count && (window[window.length - 1] ?? 0) < end) {
    const stop = Math.min(count, to + reach * 4);
    window = joined(window, await read(to, stop - to));
    to = stop;
  }
  return Array.from(
    window.filter((entry) => entry >= first && entry < end),
    frameOf,
  );
}

function joined(left: Float64Array, right: Float64Array): Float64Array {
  const both = new Float64Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
