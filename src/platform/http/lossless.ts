import { z } from 'zod';

/**
 * JSON without losing digits (B8): whole numbers of up to 15 digits are numbers; every other number (`12.50`, `1e-7`, 20 digits) stays the
 * text that the remote wrote. A byte-order mark in front is tolerated (F06). Throws a SyntaxError.
 */
export function parseLossless(text: string): unknown {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return JSON.parse(body, keepDigits);
}

const small = /^-?(0|[1-9]\d{0,14})$/;

function keepDigits(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const source = context?.source;
  return source === undefined || (small.test(source) && source !== '-0') ? value : source;
}

/** An amount as decimal text, whether the remote wrote a number or a text. */
export const amount = z.union([z.string(), z.number()]).transform((value, context) => {
  const text = String(value).trim();
  if (/^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/.test(text)) return text;
  context.addIssue({ code: 'custom', message: 'is not a decimal number' });
  return z.NEVER;
});

/** A whole number, also when written as `25.0` or "25". */
export const whole = z.union([z.string(), z.number()]).transform((value, context) => {
  const text = String(value).trim();
  if (/^-?\d{1,15}(\.0+)?$/.test(text)) return Number(text);
  context.addIssue({ code: 'custom', message: 'is not a whole number' });
  return z.NEVER;
});
