/** What was made of immutable rows, kept for the rows asked for lately. `of` names everything else that it depends on. */
export class Rendered<Made> {
  readonly #most: number;
  #byOf = new Map<string, WeakMap<object, Made>>();
  #kept = 0;

  constructor(most = 20_000) {
    this.#most = most;
  }

  get(row: object, of: string, make: () => Made): Made {
    const found = this.#byOf.get(of)?.get(row);
    if (found !== undefined) return found;
    if (this.#kept >= this.#most || this.#byOf.size > 64) this.clear();
    const made = make();
    const texts = this.#byOf.get(of) ?? new WeakMap<object, Made>();
    this.#byOf.set(of, texts.set(row, made));
    this.#kept += 1;
    return made;
  }

  clear(): void {
    this.#byOf = new Map();
    this.#kept = 0;
  }
}
