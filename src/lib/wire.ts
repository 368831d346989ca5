import { z } from 'zod';
import { parseDecimal, printDecimal } from './decimal.ts';
import { ExactNumber } from './exact-json.ts';
import { foldGuid } from './normalise.ts';

/**
 * Pieces of schemas for what remotes send: tolerant in form (text or number, null or absent, any case), strict in meaning.
 * A value that cannot be read fails its record and no other.
 */
const scalar = z.union([z.string(), z.number(), z.instanceof(ExactNumber)]);

/** PostgreSQL text holds no NUL and no half characters; what a remote sent instead is shown as the replacement character. */
export const safeText = (text: string): string => text.replaceAll('\u0000', '\uFFFD').toWellFormed();

/** Text or number as text; numbers keep the digits they came with. */
export const wireText = scalar.transform((value) => safeText(String(value)));

/** Like `wireText`; null, absent and blank are undefined. */
export const optionalText = scalar.nullish().transform((value) => {
  const text = value === null || value === undefined ? '' : safeText(String(value)).trim();
  return text === '' ? undefined : text;
});

/** A number, or a number as text, as exact decimal text without trailing zeros. `NaN` and the like fail. */
export const wireAmount = scalar.transform((value, context) => {
  const amount = parseDecimal(String(value));
  if (amount !== undefined) return printDecimal(amount);
  context.addIssue({ code: 'custom', message: 'is not a decimal number' });
  return z.NEVER;
});

export const optionalAmount = z.union([z.null(), z.undefined(), z.literal(''), wireAmount]).transform((value) => blankless(value));

/** A whole number from 0 on, also when sent as `25.0` or "25". */
export const wireCount = scalar.transform((value, context) => {
  const amount = parseDecimal(String(value));
  if (amount?.isInteger() === true && !amount.isNegative() && amount.lte(Number.MAX_SAFE_INTEGER)) return amount.toNumber();
  context.addIssue({ code: 'custom', message: 'is not a whole number from 0 on' });
  return z.NEVER;
});

export const optionalCount = z.union([z.null(), z.undefined(), z.literal(''), wireCount]).transform((value) => blankless(value));

/** true, "true", 1 and their opposites; null and absent are undefined. */
export const optionalFlag = z
  .union([z.boolean(), scalar])
  .nullish()
  .transform((value) => {
    const text = String(value ?? '').toLowerCase();
    if (text === 'true' || text === '1') return true;
    return text === 'false' || text === '0' ? false : undefined;
  });

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A GUID in lower case without braces; undefined when the text is none. */
export function readGuid(text: string | undefined): string | undefined {
  const folded = foldGuid(text ?? '');
  return guid.test(folded) ? folded : undefined;
}

const blankless = <T>(value: T | '' | null | undefined): T | undefined =>
  value === '' || value === null || value === undefined ? undefined : value;
