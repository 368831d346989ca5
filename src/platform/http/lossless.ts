import { z } from 'zod';
import { mendList } from './mend-list.ts';

/**
 * JSON without losing digits (B8): whole numbers of up to 15 digits are numbers; every other number (`12.50`, `1e-7`, 20 digits) stays the
 * text that the remote wrote. A byte-order mark in front is tolerated (F06). Throws a SyntaxError.
 */
export function parseLossless(text: string): unknown {
  return JSON.parse(withoutMark(text), keepDigits);
}

/** The same for an answer that may be a list: records of it that are no JSON come as `BrokenRecord`, the others as they are. */
export function parseAnswerText(text: string): unknown {
  try {
    return parseLossless(text);
  } catch (error) {
    const mended = mendList(withoutMark(text), parseLossless);
    if (mended === undefined) throw error;
    return JSON.parse(mended.text, function (this: unknown, key, value: unknown, context?: { source?: string }): unknown {
      return (typeof value === 'string' ? mended.broken.get(value) : undefined) ?? keepDigits.call(this, key, value, context);
    });
  }
}

const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

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
