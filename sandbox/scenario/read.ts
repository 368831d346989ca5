import { isMap, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { nearest } from './nearest.ts';

/** What is wrong in a file: where, what, and what to write instead. */
export type Mistake = { readonly line: number; readonly path: string; readonly message: string; readonly write: string };

export type Read<Value> = { readonly value: Value } | { readonly mistakes: readonly Mistake[] };

/** Reads YAML (JSON is YAML too) in a wanted shape. */
export function readYaml<Schema extends z.ZodType>(text: string, schema: Schema): Read<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    return {
      mistakes: document.errors.map((error) => ({
        line: lines.linePos(error.pos[0]).line,
        path: '',
        message: error.message.split('\n')[0] ?? 'is no YAML',
        write: 'YAML: members as "name: value", lists with "- ", the same indentation for members of one thing',
      })),
    };
  }
  const value: unknown = document.toJS();
  const read = schema.safeParse(value);
  if (read.success) return { value: read.data };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const keys = path.slice(0, length);
      const holder: unknown = document.getIn(keys.slice(0, -1), true);
      const pair = isMap(holder) ? holder.items.find(({ key }) => String(key) === String(keys.at(-1))) : undefined;
      const node: unknown = pair?.key ?? document.getIn(keys, true);
      const range: unknown = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
      if (Array.isArray(range)) return lines.linePos(Number(range[0])).line;
    }
    return 1;
  };
  return {
    mistakes: read.error.issues
      .flatMap((issue) => mistakesOf(issue, value, schema))
      .map((one) => ({ ...one, line: lineOf(one.at), path: one.at.map(String).join('.') })),
  };
}

type Located = { readonly at: readonly PropertyKey[]; readonly message: string; readonly write: string };

function mistakesOf(issue: z.core.$ZodIssue, whole: unknown, schema: z.ZodType, base: readonly PropertyKey[] = []): Located[] {
  const at = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, whole, at);
    return issue.keys.map((key) => ({
      at: [...at, key],
      message: `There is no member ${key} here.`,
      write: known.length === 0 ? 'nothing: leave it out' : (nearest(key, known) ?? known.join(', ')),
    }));
  }
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.filter((branch) => branch.length > 0);
    if (branches.length === 0)
      return [{ at, message: `${shown(valueAt(whole, at))} is none of the known words.`, write: wordsAt(schema, whole, at) }];
    // The form that came nearest is the one that was meant.
    const meant = branches.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
    return meant.flatMap((inner) => mistakesOf(inner, whole, schema, at));
  }
  if (issue.code === 'invalid_value')
    return [{ at, message: `${shown(valueAt(whole, at))} is none of the known words.`, write: issue.values.map(String).join(', ') }];
  return [{ at, message: issue.message, write: hint(issue) }];
}

const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(...issues.map((issue) => issue.path.length));

const shown = (value: unknown): string => (value === undefined ? 'Nothing' : JSON.stringify(value));

const valueAt = (whole: unknown, at: readonly PropertyKey[]): unknown =>
  at.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined),
    whole,
  );

const examples: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number, such as 25'],
  ['boolean', 'true or false'],
  ['array', 'a list: "- " before each item'],
  ['object', 'members: "name: value"'],
]);

/** An example of the wanted kind. */
function hint(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return examples.get(issue.expected) ?? issue.expected;
    case 'too_small':
      return `at least ${String(issue.minimum)}`;
    case 'too_big':
      return `at most ${String(issue.maximum)}`;
    case 'invalid_format':
      return issue.format === 'datetime' ? '2026-12-01T09:00:00Z' : issue.message;
    default:
      return issue.message;
  }
}

/** The members that the schema knows at a place; those of the chosen word where there are several forms. */
function keysAt(schema: z.ZodType, whole: unknown, at: readonly PropertyKey[]): string[] {
  const found = schemaAt(schema, whole, at);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function wordsAt(schema: z.ZodType, whole: unknown, at: readonly PropertyKey[]): string {
  const found = schemaAt(schema, whole, at.slice(0, -1));
  if (!(found instanceof z.ZodDiscriminatedUnion)) return 'another form';
  const words = found.options.flatMap((option) => (option instanceof z.ZodObject ? literalsOf(option, String(at.at(-1))) : []));
  return words.join(', ');
}

const literalsOf = (option: z.ZodObject, name: string): string[] => {
  const member: unknown = option.shape[name];
  return member instanceof z.ZodLiteral ? [...member.values].map(String) : [];
};

function schemaAt(schema: z.ZodType, whole: unknown, at: readonly PropertyKey[]): z.ZodType {
  let here: z.ZodType = schema;
  let value: unknown = whole;
  for (const key of at) {
    here = bare(here, value);
    const inner: unknown = here instanceof z.ZodArray ? here.element : here instanceof z.ZodObject ? here.shape[String(key)] : undefined;
    if (!(inner instanceof z.ZodType)) return here;
    here = inner;
    value = valueAt(value, [key]);
  }
  return bare(here, value);
}

/** Without what stands around it: defaults, optionals; of several forms the one whose word was written. */
function bare(schema: z.ZodType, value: unknown): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return bare(schema.unwrap() as z.ZodType, value);
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const word = valueAt(value, [schema.def.discriminator]);
  const chosen = schema.options.find(
    (option) => option instanceof z.ZodObject && literalsOf(option, schema.def.discriminator).includes(String(word)),
  );
  return chosen instanceof z.ZodObject ? chosen : schema;
}

/** Mistakes as a person reads them. */
export const mistakeLines = (mistakes: readonly Mistake[]): string[] =>
  mistakes.map(
    ({ line, path, message, write }) => `line ${String(line)}${path === '' ? '' : `, ${path}`}: ${message} Write instead: ${write}.`,
  );
