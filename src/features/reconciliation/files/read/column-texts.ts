const quote = 34;
const letterN = 110; // null
const slots = 256;
// Where three of four lookups of the first thousand find nothing, as with ids, looking costs more than it saves.
const trial = 1024;

/**
 * Makes texts of one column's JSON values. Most columns have few different values: a value that was seen gives the same text again, so
 * that no new one is made, and whoever looks something up by it finds it sooner.
 */
export class ColumnTexts {
  readonly #known: string[] = [];
  #asked = 0;
  #found = 0;

  /** The text of a string, quotes included in `start` and `end`, of a number, true or false; '' for null. */
  text(bytes: Buffer, start: number, end: number): string {
    if (bytes[start] === letterN) return '';
    const quotes = bytes[start] === quote ? 1 : 0;
    const from = start + quotes;
    const length = end - quotes - from;
    if (this.#asked >= trial && this.#found * 4 < this.#asked) return unescaped(bytes.toString('utf8', from, from + length));
    this.#asked += 1;
    const slot = hashOf(bytes, from, length) & (slots - 1);
    const known = this.#known[slot];
    if (known?.length === length && isText(known, bytes, from)) {
      this.#found += 1;
      return known;
    }
    const raw = bytes.toString('utf8', from, from + length);
    // Only a text that has a byte for each character and stands there as it is can be compared with bytes.
    if (raw.length === length && !raw.includes('\\')) this.#known[slot] = raw;
    return unescaped(raw);
  }
}

function hashOf(bytes: Buffer, from: number, length: number): number {
  let hash = length;
  for (let at = from; at < from + length; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}

function isText(text: string, bytes: Buffer, from: number): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) !== bytes[from + at]) return false;
  return true;
}

const unescaped = (text: string): string => (text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text);
