import { Decimal, printDecimal } from '../../../lib/decimal.ts';

const often = 2 ** 51;

/**
 * Adds decimals exactly and fast: millionths in a double while it holds them, the digits behind in another, what is longer as Decimal. Never a
 * rounding, whatever comes (M1).
 */
export class ExactSum {
  #micro = 0;
  /** Units of 1e-15. */
  #fine = 0;
  #rest = new Decimal(0);

  /** `micro` in millionths, `fine` what is beyond them, in units of 1e-15. */
  add(micro: number, fine: number): void {
    if (Math.abs(micro) > often) this.addDecimal(new Decimal(micro).times('1e-6'));
    else this.#micro += micro;
    this.#fine += fine;
    if (Math.abs(this.#micro) > often || Math.abs(this.#fine) > often) this.#settle();
  }

  /** Whole cents, as exact as a double is. */
  addCents(cents: number): void {
    const micro = cents * 10_000;
    if (Math.abs(micro) > often) this.addDecimal(new Decimal(cents).times('0.01'));
    else this.add(micro, 0);
  }

  addDecimal(value: Decimal): void {
    this.#rest = this.#rest.plus(value);
  }

  get value(): Decimal {
    return this.#rest.plus(new Decimal(this.#micro).times('1e-6')).plus(new Decimal(this.#fine).times('1e-15'));
  }

  get text(): string {
    return printDecimal(this.value);
  }

  #settle(): void {
    this.#rest = this.value;
    this.#micro = 0;
    this.#fine = 0;
  }
}
