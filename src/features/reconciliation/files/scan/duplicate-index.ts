/**
 * Knows which records were seen before, by a 64-bit hash of all their bytes: 8 bytes a record, nothing of the record itself.
 * With ten million different lines two of them share a hash once in 370,000 runs.
 */
export class DuplicateIndex {
  #high = new Int32Array(1 << 16);
  #low = new Int32Array(1 << 16);
  #mask = (1 << 16) - 1;
  #size = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #bytes: Buffer | undefined;

  get size(): number {
    return this.#size;
  }

  /** Adds the bytes of a record; true when the same bytes were added before. */
  isRepeated(bytes: Buffer, start: number, end: number): boolean {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const view = this.#view;
    let a = end - start;
    let b = 0x9e3779b9 | 0;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const word = view.getInt32(at, true);
      a = Math.imul(a ^ word, 0x85ebca6b);
      a = (a << 13) | (a >>> 19);
      b = Math.imul(b + word, 0xc2b2ae35);
      b = (b << 17) | (b >>> 15);
    }
    for (; at < end; at += 1) {
      a = Math.imul(a ^ view.getUint8(at), 0x85ebca6b);
      b = Math.imul(b + view.getUint8(at), 0xc2b2ae35);
    }
    a = Math.imul(a ^ (b >>> 16), 0x27d4eb2f);
    b = Math.imul(b ^ (a >>> 15), 0x165667b1);
    return !this.#add(a ^ (a >>> 16), (b ^ (b >>> 13)) | 1);
  }

  #add(high: number, low: number): boolean {
    if (this.#size * 3 > this.#mask * 2) this.#grow();
    let slot = high & this.#mask;
    while (this.#low[slot] !== 0) {
      if (this.#low[slot] === low && this.#high[slot] === high) return false;
      slot = (slot + 1) & this.#mask;
    }
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#size += 1;
    return true;
  }

  #grow(): void {
    const high = this.#high;
    const low = this.#low;
    const capacity = high.length * 2;
    this.#high = new Int32Array(capacity);
    this.#low = new Int32Array(capacity);
    this.#mask = capacity - 1;
    this.#size = 0;
    for (let slot = 0; slot < low.length; slot += 1) {
      const tag = low[slot] ?? 0;
      if (tag !== 0) this.#add(high[slot] ?? 0, tag);
    }
  }
}
