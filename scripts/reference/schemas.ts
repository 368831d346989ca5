import { z } from 'zod';
import { code } from './markdown.ts';

type Json = {
  readonly $ref?: string;
  readonly id?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly items?: Json;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly additionalProperties?: Json | boolean;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly $defs?: Readonly<Record<string, Json>>;
};

const jsonOf = (schema: z.ZodType, io: 'input' | 'output'): Json =>
  z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any', reused: 'inline' }) as Json;

/** The name under which a schema stands in OpenAPI, if it has one. */
export const nameOf = (schema: z.ZodType): string | undefined => schema.meta()?.id;

/** A type in words: `list of text`, `one of a, b`, `text (date-time)`, the name of another schema. */
export function typeOf(json: Json): string {
  if (json.$ref !== undefined) return code(json.$ref.split('/').at(-1) ?? '');
  if (json.id !== undefined) return code(json.id);
  if (json.const !== undefined) return code(typeof json.const === 'string' ? json.const : JSON.stringify(json.const));
  if (json.enum !== undefined) return json.enum.map((word) => code(String(word))).join(', ');
  const choices = json.anyOf ?? json.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join(' or ');
  return plainTypeOf(json);
}

function plainTypeOf({ type, ...json }: Json): string {
  if (typeof type === 'object') return type.map((one) => plainTypeOf({ ...json, type: one })).join(' or ');
  switch (type) {
    case 'array':
      return `list of ${typeOf(json.items ?? {})}`;
    case 'object':
      return objectOf(json);
    case 'string':
      return json.format === undefined ? 'text' : `text (${json.format})`;
    case 'integer':
      return 'whole number';
    case 'null':
      return 'null';
    case 'boolean':
      return 'true or false';
    default:
      return 'anything';
  }
}

function objectOf(json: Json): string {
  const names = Object.keys(json.properties ?? {});
  if (names.length > 0) return `{ ${names.join(', ')} }`;
  return typeof json.additionalProperties === 'object' ? `map to ${typeOf(json.additionalProperties)}` : 'empty object';
}

/** Rows of a table of fields: name, type, always there?, description. A choice of shapes has the rows of each. */
export function fieldRows(schema: z.ZodType, io: 'input' | 'output' = 'output'): readonly (readonly string[])[] {
  const json = jsonOf(schema, io);
  return rowsOf(json.$defs?.[json.$ref?.split('/').at(-1) ?? ''] ?? json);
}

function rowsOf(json: Json): readonly (readonly string[])[] {
  const shapes = json.anyOf ?? json.oneOf ?? [json];
  const rows = shapes.flatMap((shape) =>
    Object.entries(shape.properties ?? {}).map(([name, property]) => [
      code(name),
      typeOf(property),
      shape.required?.includes(name) === true ? 'yes' : 'no',
      property.description ?? '',
    ]),
  );
  return rows.filter((row, index) => rows.findIndex((other) => other.join('|') === row.join('|')) === index);
}

/** All named schemas inside these, by name. */
export function namedIn(schemas: readonly z.ZodType[]): ReadonlyMap<string, readonly (readonly string[])[]> {
  const found = new Map<string, readonly (readonly string[])[]>();
  for (const schema of schemas) {
    const json = jsonOf(schema, 'output');
    for (const [name, definition] of [...Object.entries(json.$defs ?? {}), ...(json.id === undefined ? [] : [[json.id, json] as const])])
      found.set(name, rowsOf(definition));
  }
  return new Map([...found].filter(([, rows]) => rows.length > 0).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

export const replyOf = (schema: z.ZodType | undefined): string => (schema === undefined ? 'nothing' : typeOf(jsonOf(schema, 'output')));
