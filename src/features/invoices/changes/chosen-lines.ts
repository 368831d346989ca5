import type { Place } from './partitions.ts';

/** Some lines of the files of two versions: one bit a line. */
export class ChosenLines {
  readonly #bits = new Map<number, Uint8Array>();
  readonly count = [0, 0];

  add({ side, file, record }: Place): void {
    const key = file * 2 + side;
    let bits = this.#bits.get(key) ?? new Uint8Array(1 << 10);
    if (record >> 3 >= bits.length) {
      const larger = new Uint8Array(Math.max(bits.length * 2, (record >> 3) + 1));
      larger.set(bits);
      bits = larger;
    }
    bits[record >> 3] = (bits[record >> 3] ?? 0) | (1 << (record & 7));
    this.#bits.set(key, bits);
    this.count[side] = (this.count[side] ?? 0) + 1;
  }

  has(side: 0 | 1, file: number, record: number): boolean {
    return ((this.#bits.get(file * 2 + side)?.[record >> 3] ?? 0) & (1 << (record & 7))) !== 0;
  }

  /** Whether any of the lines from `from` to `to` is among them. */
  hasAny(side: 0 | 1, file: number, from: number, to: number): boolean {
    for (let record = from; record < to; record += 1) if (this.has(side, file, record)) return true;
    return false;
  }
}
