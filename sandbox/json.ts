import { ExactNumber, exactNumber } from '../src/lib/exact-json.ts';

declare global {
  interface JSON {
    /** ECMAScript 2026: a value that JSON.stringify writes as exactly this text. */
    rawJSON(text: string): unknown;
  }
}

/** A JSON number written digit for digit: `exact('17.60')` prints 17.60. Amounts never pass through floats. */
export const exact = (decimalText: string): ExactNumber => exactNumber(decimalText);

// Exact numbers write themselves, so that JSON.stringify needs no replacer, which would make every answer many times slower.
Object.defineProperty(ExactNumber.prototype, 'toJSON', {
  configurable: true,
  value(this: ExactNumber): unknown {
    return JSON.rawJSON(this.text);
  },
});

/** JSON text of any value; exact numbers digit for digit, members that are undefined left out. */
export const jsonText = (value: unknown, indent?: number): string => JSON.stringify(value, undefined, indent);
