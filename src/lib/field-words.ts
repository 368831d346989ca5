import { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;
type Of<Code extends RawIssue['code']> = Extract<RawIssue, { code: Code }>;

/** What was given, in words that end a sentence; nothing where nobody should read it. */
type Given = (issue: RawIssue) => string;

/** One sentence for each kind of mistake in `value`. A schema's own sentences stand before these, and none of the library's comes after them. */
export const fieldWords = (value: unknown): ((issue: RawIssue) => string) => wordsWith((issue) => givenIn(issue, value));

/** How a schema reads a file or an answer that may hold secrets under any name: in the same words, with what is expected, never what was given. */
export const plainly: { readonly error: (issue: RawIssue) => string } = { error: wordsWith(() => '') };

/** A schema's own sentence begins where the field's name ends, and has no full stop. */
export const ended = (sentence: string): string => (sentence.endsWith('.') ? sentence : `${sentence}.`);

/** A mistake of one field; `whole` is what the mistake is in where it is of no field. */
export const mistakeOf = ({ path, message }: z.core.$ZodIssue, whole: string): string => `${path.join('.') || whole}: ${ended(message)}`;

function wordsWith(given: Given): (issue: RawIssue) => string {
  return (issue) => {
    const tell = (what: string): string => `It must be ${what}${given(issue)}.`;
    if (issue.input === undefined) return 'It is missing.';
    switch (issue.code) {
      case 'invalid_type':
        return tell(typeWords(issue));
      case 'too_small':
      case 'too_big':
        return beyond(issue, tell);
      case 'invalid_format':
        return tell(formatWords(issue));
      case 'invalid_value':
        return tell(oneOf(issue));
      case 'not_multiple_of':
        return tell(`a multiple of ${issue.divisor}`);
      case 'invalid_union':
        return ofUnion(issue, given);
      case 'unrecognized_keys':
        return `There is no field "${issue.keys.join('", "')}".`;
      case 'invalid_key':
        return 'It is not a name that can stand here.';
      default:
        return 'It is not right.';
    }
  };
}

const types: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
  record: 'an object with fields',
  null: 'null',
};

const typeWords = ({ inst, schema, expected }: Of<'invalid_type'>): string =>
  numberWords(schema ?? inst) ?? types[expected] ?? 'of another type';

/** "a whole number from 1 to 200"; undefined when the schema is of no number. */
function numberWords(schema: unknown): string | undefined {
  if (!(schema instanceof z.ZodNumber)) return undefined;
  const what = schema.format?.includes('int') === true ? 'a whole number' : 'a number';
  const [least, most] = [schema.minValue, schema.maxValue].map((bound) => (isBound(bound) ? String(bound) : undefined));
  if (least !== undefined && most !== undefined) return `${what} from ${least} to ${most}`;
  if (least !== undefined) return `${what}, at least ${least}`;
  return most === undefined ? what : `${what}, at most ${most}`;
}

/** Those that every number of JavaScript has tell nobody anything. */
const isBound = (bound: number | null): bound is number => bound !== null && Math.abs(bound) < Number.MAX_SAFE_INTEGER;

type Beyond = Of<'too_small'> | Of<'too_big'>;
const boundOf = (issue: Beyond): string => String(issue.code === 'too_small' ? issue.minimum : issue.maximum);
const sideOf = ({ code }: Beyond): string => (code === 'too_small' ? 'at least' : 'at most');

const units: Readonly<Record<string, string>> = { string: 'characters', array: 'entries', set: 'entries' };

function beyond(issue: Beyond, tell: (what: string) => string): string {
  const unit = units[issue.origin];
  if (unit !== undefined) return wrongSize(issue, unit);
  if (issue.inclusive === false) return tell(`${issue.code === 'too_small' ? 'more' : 'less'} than ${boundOf(issue)}`);
  return tell(numberWords(issue.schema) ?? `${sideOf(issue)} ${boundOf(issue)}`);
}

function wrongSize(issue: Beyond, unit: string): string {
  if (issue.code === 'too_small' && Number(issue.minimum) === 1) return 'It is empty.';
  const size = sizeOf(issue.input);
  const given = size === undefined ? '' : `; it has ${size}`;
  return `It must have ${issue.exact === true ? 'exactly' : sideOf(issue)} ${boundOf(issue)} ${unit}${given}.`;
}

function sizeOf(input: unknown): number | undefined {
  if (typeof input === 'string' || Array.isArray(input)) return input.length;
  return input instanceof Set ? input.size : undefined;
}

const formats: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'an address like https://example.com',
  guid: 'an id like 7f3c1a2b-0c4d-4e5f-8a6b-9c0d1e2f3a4b',
  uuid: 'an id like 7f3c1a2b-0c4d-4e5f-8a6b-9c0d1e2f3a4b',
  date: 'a day like 2026-12-31',
  datetime: 'an instant like 2026-12-31T23:59:59Z',
  time: 'a time like 23:59',
  ipv4: 'an address like 192.0.2.1',
  ipv6: 'an address like 2001:db8::1',
};

const formatWords = ({ format }: Of<'invalid_format'>): string => formats[format] ?? 'written in another way';

/** Switches of a query know many spellings; two are enough to go by. */
function oneOf({ inst, values }: Of<'invalid_value'>): string {
  if (inst !== undefined && 'out' in inst && inst.out instanceof z.ZodBoolean) return 'true or false';
  const words = values.map((value) => (typeof value === 'string' ? (value === '' ? 'empty' : `"${value}"`) : String(value)));
  return words.length === 1 ? words.join() : `one of ${words.join(', ')}`;
}

/** What the form that comes nearest lacks; of forms that are all one word, each of them. */
function ofUnion(issue: Of<'invalid_union'>, tell: Given): string {
  const { discriminator, input } = issue;
  if (discriminator !== undefined) {
    const given: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, discriminator) : undefined;
    if (given === undefined) return 'It is missing.';
    const options = Array.isArray(issue.options) ? issue.options.map((option) => `"${String(option)}"`) : [];
    return `It must be one of ${options.join(', ')}${tell({ ...issue, input: given })}.`;
  }
  const branches = issue.errors.flatMap(([first]) => (first === undefined ? [] : [first]));
  const deepest = branches.toSorted((a, b) => b.path.length - a.path.length)[0];
  if (deepest === undefined) return 'It is of no form that can stand here.';
  if (deepest.path.length > 0) return `${deepest.path.join('.')}: ${deepest.message}`;
  const sentences = [...new Set(branches.map(({ message }) => message))];
  const telling = sentences.filter((sentence) => !sentence.startsWith('It must be empty'));
  return (telling.length === 0 ? sentences : telling).join(' Or: ');
}

const secret = /secret|passw|passphrase|token|key|credential/i;
const longest = 60;

/** What was given, unless the field's name says that it is a secret. */
function givenIn({ path, input }: RawIssue, value: unknown): string {
  if (path?.some((part) => secret.test(String(part))) === true) return '';
  // A text that was read as a number is no number any more: what it was stands in the whole.
  return toldOf(Number.isNaN(input) ? at(value, path ?? []) : input);
}

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((within, part) => (typeof within === 'object' && within !== null ? Reflect.get(within, part) : undefined), value);

function toldOf(given: unknown): string {
  switch (typeof given) {
    case 'string':
      return given.length > longest ? '; a longer text was given' : `; ${JSON.stringify(given)} was given`;
    case 'number':
    case 'boolean':
      return `; ${String(given)} was given`;
    case 'object':
      if (given === null) return '; null was given';
      return Array.isArray(given) ? '; a list was given' : '; an object was given';
    default:
      return '';
  }
}
