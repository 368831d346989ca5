// Stands for decimal.js in the browser app (aliases.config.ts): the server does the arithmetic, the browser adds what stands on a page and
// compares it. Exact, on whole numbers; a method that is not here fails loudly. Saves a fifteenth of the first load.

/** Digits after the point that a division keeps. */
const kept = 40;

const tenTo = (digits: number): bigint => 10n ** BigInt(digits);
const sizeOf = (units: bigint): bigint => (units < 0n ? -units : units);

/** Half away from zero, as the library does where nothing else is said. */
function divided(over: bigint, under: bigint): bigint {
  const size = (2n * sizeOf(over) + sizeOf(under)) / (2n * sizeOf(under));
  return over < 0n === under < 0n ? size : -size;
}

type Value = string | number | Decimal;

/** `units` whole units of the `digits`th place after the point. */
export class Decimal {
  static readonly ROUND_DOWN = 1;
  static readonly ROUND_FLOOR = 3;
  static readonly ROUND_HALF_UP = 4;
  static set(): void {
    // Precision is the library's matter: sums and products are exact here.
  }

  readonly #units: bigint;
  readonly #digits: number;

  constructor(value: Value, digits?: number) {
    if (value instanceof Decimal) [this.#units, this.#digits] = [value.#units, value.#digits];
    else if (digits !== undefined) [this.#units, this.#digits] = [BigInt(value), digits];
    else [this.#units, this.#digits] = read(String(value));
  }

  static #of(units: bigint, digits: number): Decimal {
    return new Decimal(String(units), digits);
  }
  #at(digits: number): bigint {
    return digits >= this.#digits ? this.#units * tenTo(digits - this.#digits) : divided(this.#units, tenTo(this.#digits - digits));
  }

  plus(other: Value): Decimal {
    const added = new Decimal(other);
    const digits = Math.max(this.#digits, added.#digits);
    return Decimal.#of(this.#at(digits) + added.#at(digits), digits);
  }
  times(other: Value): Decimal {
    const factor = new Decimal(other);
    return Decimal.#of(this.#units * factor.#units, this.#digits + factor.#digits);
  }
  div(other: Value): Decimal {
    const divisor = new Decimal(other);
    if (divisor.isZero()) throw new RangeError('Division by zero');
    return Decimal.#of(divided(this.#at(this.#digits + divisor.#digits + kept), divisor.#at(this.#digits + divisor.#digits)), kept);
  }
  abs(): Decimal {
    return Decimal.#of(sizeOf(this.#units), this.#digits);
  }
  comparedTo(other: Value): number {
    const compared = new Decimal(other);
    const digits = Math.max(this.#digits, compared.#digits);
    const left = this.#at(digits);
    const right = compared.#at(digits);
    return left === right ? 0 : left < right ? -1 : 1;
  }
  gt(other: Value): boolean {
    return this.comparedTo(other) > 0;
  }
  isZero(): boolean {
    return this.#units === 0n;
  }

  /** With so many digits after the point; without a number, as many as it needs. */
  toFixed(places?: number): string {
    const digits = places ?? this.#digits;
    const units = this.#at(digits);
    const text = String(sizeOf(units)).padStart(digits + 1, '0');
    const whole = text.slice(0, text.length - digits);
    const part = places === undefined ? text.slice(text.length - digits).replace(/0+$/, '') : text.slice(text.length - digits);
    return `${this.#units < 0n ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
  }
}

function read(text: string): [units: bigint, digits: number] {
  const found = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (found === null) throw new Error(`Not a decimal: ${text}`);
  const [, sign = '', whole = '', part = '', exponent = '0'] = found;
  const digits = part.length - Number(exponent);
  const units = BigInt(whole + part) * (sign === '-' ? -1n : 1n);
  return digits >= 0 ? [units, digits] : [units * tenTo(-digits), 0];
}
