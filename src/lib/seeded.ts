/** Random numbers from a seed: the same seed gives the same world, bit for bit. Not for secrets. */
export class Seeded {
  #state: number;

  constructor(seed: number | string) {
    this.#state = typeof seed === 'number' ? seed >>> 0 : hash32(seed);
  }

  /** A number in [0, 1). (mulberry32) */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(from: readonly T[]): T {
    const found = from[this.int(0, from.length - 1)];
    if (found === undefined) throw new Error('Cannot pick from an empty list');
    return found;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A version 4 shaped UUID. */
  uuid(): string {
    const hex: number[] = [];
    for (let place = 0; place < 32; place += 1) hex.push(hexDigits.charCodeAt(this.int(0, 15)));
    hex[12] = fourCode;
    hex[16] = '89ab'.charCodeAt(this.int(0, 3));
    // One flat string: worlds keep millions of them.
    hex.splice(20, 0, hyphenCode);
    hex.splice(16, 0, hyphenCode);
    hex.splice(12, 0, hyphenCode);
    hex.splice(8, 0, hyphenCode);
    return String.fromCharCode(...hex);
  }

  /** An independent stream: drawing from it does not disturb this one. */
  fork(label: string): Seeded {
    return new Seeded(`${this.#state}:${label}`);
  }
}

const hexDigits = '0123456789abcdef';
const fourCode = 0x34;
const hyphenCode = 0x2d;

function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return h;
}
