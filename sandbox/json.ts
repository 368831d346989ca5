import { ExactNumber, exactNumber } from '../src/lib/exact-json.ts';

declare global {
  interface JSON {
    /** ECMAScript 2026: a value that JSON.stringify writes as exactly this text. */
    rawJSON(text: string): unknown;
  }
}

/** A JSON number written digit for digit: `exact('17.60')` prints 17.60. Amounts never pass through floats. */
export const exact = (decimalText: string): ExactNumber => exactNumber(decimalText);

/** JSON text of any value; exact numbers digit for digit, members that are undefined left out. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, (_name, member: unknown) => (member instanceof ExactNumber ? JSON.rawJSON(member.text) : member), indent);
