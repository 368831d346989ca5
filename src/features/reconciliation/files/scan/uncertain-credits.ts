import type { Charges } from './charges.ts';
import { Spool } from './spool.ts';

const memoryBytes = 32 << 20;
// Read back one after the other, so that they are never all in memory.
const parts = 64;

/** An Azure line without partner credit, and what it would cost less with it. */
export type Uncertain = { readonly charges: Charges; readonly meter: number; readonly cents: number; readonly line: number };

/** Lines that wait until it is known whether anybody gets the credit for their meter. There may be as many as the invoice has lines. */
export class UncertainCredits {
  readonly #spool = new Spool(4, parts, memoryBytes);
  /** Charges by number: of each that has such a line. */
  readonly #charges: Charges[] = [];
  readonly #numbers = new Map<Charges, number>();

  add({ charges, meter, cents, line }: Uncertain): void {
    let number = this.#numbers.get(charges);
    if (number === undefined) {
      number = this.#charges.length;
      this.#numbers.set(charges, number);
      this.#charges.push(charges);
    }
    this.#spool.add(number % parts, number, meter, cents, line);
  }

  /** Hands over every line once, and forgets it. */
  drain(each: (uncertain: Uncertain) => void): void {
    for (let part = 0; part < parts; part += 1) this.#drainPart(part, each);
    this.#spool.close();
    this.#charges.length = 0;
    this.#numbers.clear();
  }

  #drainPart(part: number, each: (uncertain: Uncertain) => void): void {
    const rows = this.#spool.read(part);
    for (let at = 0; at < rows.length; at += 4) {
      const charges = this.#charges[rows[at] ?? 0];
      if (charges !== undefined) each({ charges, meter: rows[at + 1] ?? 0, cents: rows[at + 2] ?? 0, line: rows[at + 3] ?? 0 });
    }
  }
}
