declare global {
  interface JSON {
    /** ECMAScript 2026: a value that JSON.stringify writes as exactly this text. */
    rawJSON(text: string): unknown;
  }
}

const numberText = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** A JSON number written digit for digit: `exact('17.60')` prints 17.60. Amounts never pass through floats. */
export function exact(decimalText: string): unknown {
  if (!numberText.test(decimalText)) throw new Error(`Not a JSON number: ${decimalText}`);
  return JSON.rawJSON(decimalText);
}

/** JSON text of a value; `undefined` members are left out as usual. */
export const jsonText = (value: unknown): string => JSON.stringify(value);
