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

/** No name, id or description is longer; what is would fill lists, pages and indexes. */
const longestText = 20_000;

/** In a schema: fails the record, and goes on with nothing. */
function shortText(text: string, context: z.RefinementCtx): string {
  if (text.length <= longestText) return safeText(text);
  context.addIssue({ code: 'custom', message: `is longer than ${longestText} characters` });
  return '';
}

/** Text or number as text; numbers keep the digits they came with. */
export const wireText = scalar.transform((value, context) => shortText(String(value), context));

/** Like `wireText`; null, absent and blank are undefined. */
export const optionalText = scalar.nullish().transform((value, context) => {
  const text = value === null || value === undefined ? '' : shortText(String(value), context).trim();
  return text === '' ? undefined : text;
});

/** A number, or a number as text, as exact decimal text without trailing zeros. `NaN` and the like fail. */
export const wireAmount = scalar.transform((value, context) => amountOf(value) ?? failed(context, 'is not a decimal number'));

/** Like `wireAmount`; null, absent and blank are undefined. */
export const optionalAmount = scalar
  .nullish()
  .transform((value, context) => (isBlank(value) ? undefined : (amountOf(value) ?? failed(context, 'is not a decimal number'))));

/** A whole number from 0 on, also when sent as `25.0` or "25". */
export const wireCount = scalar.transform((value, context) => countOf(value) ?? failed(context, 'is not a whole number from 0 on'));

/** Like `wireCount`; null, absent and blank are undefined. */
export const optionalCount = scalar
  .nullish()
  .transform((value, context) => (isBlank(value) ? undefined : (countOf(value) ?? failed(context, 'is not a whole number from 0 on'))));

type Scalar = string | number | ExactNumber;

const isBlank = (value: Scalar | null | undefined): value is null | undefined | '' => value === null || value === undefined || value === '';

function amountOf(value: Scalar): string | undefined {
  const amount = parseDecimal(String(value));
  return amount === undefined ? undefined : printDecimal(amount);
}

function countOf(value: Scalar): number | undefined {
  const amount = parseDecimal(String(value));
  const isCount = amount?.isInteger() === true && !amount.isNegative() && amount.lte(Number.MAX_SAFE_INTEGER);
  return isCount ? amount.toNumber() : undefined;
}

function failed(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

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
