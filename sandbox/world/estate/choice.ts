/** The first of things in order that is open and fits, again and again. What is not open or does not fit now never will, so nothing is looked at twice. */
export class Choice<Thing> {
  readonly #things: readonly Thing[];
  readonly #isPossible: (thing: Thing) => boolean;
  #at = 0;

  constructor(things: readonly Thing[], isPossible: (thing: Thing) => boolean) {
    this.#things = things;
    this.#isPossible = isPossible;
  }

  first(): Thing | undefined {
    for (; this.#at < this.#things.length; this.#at += 1) {
      const thing = this.#things[this.#at];
      if (thing !== undefined && this.#isPossible(thing)) return thing;
    }
    return undefined;
  }
}
