/** Things in order, of which some fall away for good: finding the first that fits does not look at the fallen ones again and again. */
export class Choice<Thing> {
  readonly #things: readonly Thing[];
  readonly #isOpen: (thing: Thing) => boolean;
  /** For each place the next one that had not fallen when it was last looked at; shifted by one, so that 0 is the start. */
  readonly #next: Int32Array;

  constructor(things: readonly Thing[], isOpen: (thing: Thing) => boolean) {
    this.#things = things;
    this.#isOpen = isOpen;
    this.#next = Int32Array.from({ length: things.length + 1 }, (_, place) => place + 1);
  }

  first(fits: (thing: Thing) => boolean): Thing | undefined {
    let before = 0;
    for (;;) {
      const place = this.#next[before] ?? 0;
      const thing = this.#things[place - 1];
      if (thing === undefined) return undefined;
      if (!this.#isOpen(thing)) {
        this.#next[before] = this.#next[place] ?? 0;
        continue;
      }
      if (fits(thing)) return thing;
      before = place;
    }
  }
}
