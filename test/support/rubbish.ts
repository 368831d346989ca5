import type { Seeded } from '../../src/lib/seeded.ts';

/** As much of JSON Schema as our published contract uses. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly example?: string;
  readonly minimum?: number;
};
export type Schemas = Readonly<Record<string, Schema>>;

/** Texts that broke somebody's program once: encodings, injections, numbers and dates at the edge, other formats' syntax. */
export const texts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\ufeff',
  '\u202egnp.exe',
  'Zoë 株式会社 🏴‍☠️',
  'e\u0301'.repeat(500),
  "'; drop table customer; --",
  "' or '1'='1",
  '%',
  '_%\\',
  '\\',
  '%00',
  '%ff',
  '../../../../etc/passwd',
  '<script>alert(1)</script>',
  '{{7*7}}${7*7}',
  '=1+1',
  'a\r\nSet-Cookie: concord=x',
  '(a+)+$',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e400',
  '9'.repeat(400),
  `0.${'0'.repeat(400)}1`,
  '2147483648',
  '9223372036854775808',
  '2026-02-31',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2026-13-01',
  '+275760-09-13',
  '2026-11-21T25:00:00Z',
  '00000000-0000-0000-0000-000000000000',
  'x'.repeat(5_000),
  ',',
  'open,,fixed',
  '-',
  '--impact',
  'bnVsbA',
  'eyJzIjoibmFtZSJ9',
];

export const things: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2_147_483_648,
  9_007_199_254_740_991,
  1e308,
  -1e-308,
  [],
  [[]],
  [null],
  {},
  { toString: 1 },
  { length: -1 },
  { constructor: { prototype: {} } },
  ...texts,
];

/** What nobody may set from outside (SEC-23). */
export const notTheirs: Readonly<Record<string, unknown>> = {
  id: '01990000-0000-7000-8000-000000000000',
  orgId: 'x',
  resellerId: 'x',
  reseller_id: 'x',
  role: 'owner',
  status: 'approved',
  state: 'approved',
  total: '0',
  issuedAt: '2020-01-01T00:00:00Z',
  approvedBy: 'Owner',
  createdAt: '2020-01-01T00:00:00Z',
  price: '0',
  cost: '0',
  permissions: ['people:write'],
};

type Ids = (prefix: string) => readonly string[];

/** A value that the schema takes, or nearly: the ids are real ones where `idsOf` knows some of the kind. */
export function fitting(schema: Schema, by: Seeded, all: Schemas, idsOf: Ids): unknown {
  const again = (inner: Schema): unknown => fitting(inner, by, all, idsOf);
  if (schema.$ref !== undefined) return again(all[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return by.pick(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices !== undefined) return again(by.pick(choices));
  if (schema.properties !== undefined) return anObject(schema.properties, by, again);
  if (schema.type === 'array') return Array.from({ length: by.int(schema.minItems ?? 0, 2) }, () => again(schema.items ?? {}));
  return aScalar(schema, by, idsOf);
}

const anObject = (properties: Readonly<Record<string, Schema>>, by: Seeded, make: (schema: Schema) => unknown): unknown =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(() => by.chance(0.85))
      .map(([name, inner]) => [name, make(inner)]),
  );

function aScalar(schema: Schema, by: Seeded, idsOf: Ids): unknown {
  const low = schema.minimum ?? 0;
  switch (schema.type) {
    case 'boolean':
      return by.chance(0.5);
    case 'integer':
    case 'number':
      return by.int(low, low + 3);
    case 'string':
      return aText(schema, by, idsOf);
    default:
      return by.pick(things);
  }
}

function aText(schema: Schema, by: Seeded, idsOf: Ids): string {
  if (schema.example !== undefined) return by.pick([...idsOf(schema.example.split('_')[0] ?? ''), schema.example]);
  if (schema.format === 'date') return by.pick(['2026-12-01', '2027-02-28', '1999-01-01', '9999-12-31']);
  if (schema.pattern?.includes('\\d') === true) return by.pick(['0', '12.50', '-3', '0.005']);
  return by.pick(['Contoso', 'USD', 'owner@contoso.com', 'because', 'https://contoso.example']);
}

/** One place in the value becomes rubbish, is doubled, goes missing, or gets a stranger beside it. */
export function spoiled(value: unknown, by: Seeded): unknown {
  if (Array.isArray(value) && value.length > 0 && by.chance(0.7)) {
    const at = by.int(0, value.length - 1);
    return value.map((item: unknown, n) => (n === at ? spoiled(item, by) : item));
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return by.pick(things);
  const entries = Object.entries(value);
  const [name, inner]: readonly [string, unknown] = entries.length === 0 ? ['x', undefined] : by.pick<[string, unknown]>(entries);
  switch (by.int(0, 5)) {
    case 0:
      return by.pick(things);
    case 1:
      return { ...value, [by.pick([...Object.keys(notTheirs), ...texts])]: by.pick(things) };
    case 2:
      return Object.fromEntries(entries.filter(([each]) => each !== name));
    default:
      return { ...value, [name]: spoiled(inner, by) };
  }
}
