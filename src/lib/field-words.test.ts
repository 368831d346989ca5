import { expect, test } from 'vitest';
import { z } from 'zod';
import { routes } from '../contract/index.ts';
import { listQuery } from '../contract/page.ts';
import { fieldWords, plainly } from './field-words.ts';

const sentences = (schema: z.ZodType, value: unknown): readonly string[] =>
  schema.safeParse(value, { error: fieldWords(value) }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

const list = z.strictObject(listQuery(['name']));
const body = z.strictObject({
  name: z.string().min(1).max(5),
  mode: z.enum(['all', 'none']),
  seats: z.number().int().min(1).optional(),
  share: z.number().positive().optional(),
  on: z.boolean().optional(),
  day: z.iso.date().optional(),
  mail: z.union([z.literal(''), z.email()]).optional(),
  owner: z.union([z.enum(['me', 'none']), z.guid()]).optional(),
  either: z.union([z.string(), z.array(z.string())]).optional(),
  tags: z.array(z.string()).min(1).max(2).optional(),
  of: z.union([z.strictObject({ ids: z.array(z.guid()) }), z.strictObject({ filter: z.string() })]).optional(),
  act: z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })]).optional(),
  odd: z
    .string()
    .refine(() => false)
    .optional(),
  own: z
    .string()
    .refine(() => false, 'is before 1900')
    .optional(),
  clientSecret: z.string().regex(/^x/).optional(),
});
const right = { name: 'a', mode: 'all' };

test.each<[string, readonly string[]]>([
  ['limit=abc', ['limit: It must be a whole number from 1 to 200; "abc" was given.']],
  ['limit=0', ['limit: It must be a whole number from 1 to 200; 0 was given.']],
  ['limit=201', ['limit: It must be a whole number from 1 to 200; 201 was given.']],
  ['limit=1.5', ['limit: It must be a whole number from 1 to 200; 1.5 was given.']],
  ['count=perhaps', ['count: It must be true or false; "perhaps" was given.']],
  ['sort=colour', ['sort: is one of name, with - first for descending']],
])('a list that is asked for with %s says what is expected and what was given', (query, expected) => {
  expect(sentences(list, Object.fromEntries(new URLSearchParams(query)))).toEqual(expected);
});

test.each<[object, string]>([
  [{ name: undefined }, 'name: It is missing.'],
  [{ name: '' }, 'name: It is empty.'],
  [{ name: 'abcdef' }, 'name: It must have at most 5 characters; it has 6.'],
  [{ name: 7 }, 'name: It must be text; 7 was given.'],
  [{ name: ['a'] }, 'name: It must be text; a list was given.'],
  [{ mode: undefined }, 'mode: It is missing.'],
  [{ mode: 'some' }, 'mode: It must be one of "all", "none"; "some" was given.'],
  [{ seats: '3' }, 'seats: It must be a whole number, at least 1; "3" was given.'],
  [{ share: 0 }, 'share: It must be more than 0; 0 was given.'],
  [{ on: null }, 'on: It must be true or false; null was given.'],
  [{ day: '31.12.2026' }, 'day: It must be a day like 2026-12-31; "31.12.2026" was given.'],
  [{ mail: 'ana' }, 'mail: It must be an e-mail address; "ana" was given.'],
  [{ owner: 'x' }, 'owner: It must be an id like 7f3c1a2b-0c4d-4e5f-8a6b-9c0d1e2f3a4b; "x" was given.'],
  [{ tags: [] }, 'tags: It is empty.'],
  [{ tags: ['a', 'b', 'c'] }, 'tags: It must have at most 2 entries; it has 3.'],
  [{ either: 3 }, 'either: It must be text; 3 was given. Or: It must be a list; 3 was given.'],
  [{ of: { ids: ['x'] } }, 'of.ids.0: It must be an id like 7f3c1a2b-0c4d-4e5f-8a6b-9c0d1e2f3a4b; "x" was given.'],
  [{ act: { kind: 'c' } }, 'act.kind: It must be one of "a", "b"; "c" was given.'],
  [{ act: {} }, 'act.kind: It is missing.'],
  [{ odd: 'x' }, 'odd: It is not right.'],
  [{ own: 'x' }, 'own: is before 1900'],
])('a body with %j is refused in plain words', (change, expected) => {
  expect(sentences(body, { ...right, ...change })).toEqual([expected]);
});

test('what may be a secret, and what is long, is not repeated', () => {
  expect(sentences(body, { ...right, clientSecret: 'hunter2', day: 'x'.repeat(61) })).toEqual([
    'day: It must be a day like 2026-12-31; a longer text was given.',
    'clientSecret: It must be written in another way.',
  ]);
});

test('of what may hold secrets under any name only what is expected is said', () => {
  const given = { name: 'hunter2', mode: 'hunter2', seats: 'hunter2', either: 4711, act: { kind: 'hunter2' } };
  const { error } = body.safeParse(given, plainly);

  expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
    'name: It must have at most 5 characters; it has 7.',
    'mode: It must be one of "all", "none".',
    'seats: It must be a whole number, at least 1.',
    'either: It must be text. Or: It must be a list.',
    'act.kind: It must be one of "a", "b".',
  ]);
});

test('no route answers a mistake with a sentence of the library', () => {
  const junk = [undefined, null, 'nonsense', '', '-1', '1.5', 'x'.repeat(5_000), -1, 1e300, true, [], [1], {}, { kind: 'x' }, ['a', 'b']];
  const schemas = routes.flatMap(({ query, body: content }) => [query, content].filter((each) => each !== undefined));
  const wholes = (schema: z.ZodType) => {
    const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    return junk.flatMap((value) => [value, Object.fromEntries(names.map((name) => [name, value]))]);
  };
  const told = new Set(schemas.flatMap((schema) => wholes(schema).flatMap((whole) => sentences(schema, whole))));

  expect(told.size).toBeGreaterThan(300);
  expect([...told].filter((sentence) => /Invalid \w|: expected|, received|Too (big|small)|Unrecognized|NaN/.test(sentence))).toEqual([]);
  expect([...told].filter((sentence) => sentence.includes('of another type')).slice(0, 5)).toEqual([]);
});
