/** What is due: milliseconds since 1970, and the thing it concerns. */
export type DueEntry<Thing> = { readonly ms: number; readonly thing: Thing };

/** The earliest first; of the same instant, the one that came first. A binary heap: adding and taking cost the logarithm of the size. */
export class DueHeap<Thing> {
  readonly #entries: { readonly ms: number; readonly order: number; readonly thing: Thing }[] = [];
  #order = 0;

  get size(): number {
    return this.#entries.length;
  }

  add(ms: number, thing: Thing): void {
    if (ms === Number.POSITIVE_INFINITY) return;
    this.#order += 1;
    this.#entries.push({ ms, order: this.#order, thing });
    this.#rise(this.#entries.length - 1);
  }

  /** The earliest, which stays in. */
  first(): DueEntry<Thing> | undefined {
    return this.#entries[0];
  }

  take(): DueEntry<Thing> | undefined {
    const [first] = this.#entries;
    const last = this.#entries.pop();
    if (first === undefined || last === undefined || first === last) return first;
    this.#entries[0] = last;
    this.#sink(0);
    return first;
  }

  clear(): void {
    this.#entries.length = 0;
  }

  #before(one: number, other: number): boolean {
    const left = this.#entries[one];
    const right = this.#entries[other];
    if (left === undefined || right === undefined) return false;
    return left.ms < right.ms || (left.ms === right.ms && left.order < right.order);
  }

  #swap(one: number, other: number): void {
    const left = this.#entries[one];
    const right = this.#entries[other];
    if (left === undefined || right === undefined) return;
    this.#entries[one] = right;
    this.#entries[other] = left;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const least = this.#before(left + 1, left) ? left + 1 : left;
      if (!this.#before(least, at)) return;
      this.#swap(at, least);
      at = least;
    }
  }
}
