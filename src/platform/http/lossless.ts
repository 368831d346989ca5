import { z } from 'zod';
import { mendList } from './mend-list.ts';

/**
 * JSON without losing digits (B8): whole numbers of up to 15 digits are numbers; every other number (`12.50`, `1e-7`, 20 digits) stays the
 * text that the remote wrote. A byte-order mark in front is tolerated (F06). Throws a SyntaxError.
 */
export function parseLossless(text: string): unknown {
  const json = withoutMark(text);
  // Looking at each value takes several times as long as reading it, and most answers hold small whole numbers only.
  return mayLose.test(json) || isDeep(json) ? JSON.parse(json, keepDigits) : JSON.parse(json);
}

/** Where a value may stand, a number that is no whole one of up to 15 digits. Text that looks like one costs only time. */
const mayLose = /(?:^|[[,:])[ \t\r\n]*-?(?:\d+[.eE]|\d{16}|(?<=-)0)/;

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

/** Far deeper than any answer of a remote. Looking at each value refuses nesting without end; reading alone does not. */
const deepest = 200;

function isDeep(json: string): boolean {
  let depth = 0;
  for (let at = 0; at < json.length && depth <= deepest; at += 1) {
    const sign = json.charCodeAt(at);
    if (sign === quote) at = endOfText(json, at);
    else if (sign === openingBracket || sign === openingBrace) depth += 1;
    else if (sign === closingBracket || sign === closingBrace) depth -= 1;
  }
  return depth > deepest;
}

const [quote, backslash] = [0x22, 0x5c];
const [openingBracket, closingBracket, openingBrace, closingBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Where the text that begins at `start` has its closing quote. */
function endOfText(json: string, start: number): number {
  for (let at = start; ; ) {
    at = json.indexOf('"', at + 1);
    if (at === -1) return json.length;
    let first = at;
    while (json.charCodeAt(first - 1) === backslash) first -= 1;
    if ((at - first) % 2 === 0) return at;
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
