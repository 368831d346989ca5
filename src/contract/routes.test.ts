import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { needsFreshProof, Permission } from '../model/person.ts';
import { apiBase, routes } from './index.ts';
import { problemCodes, problems } from './problem.ts';
import type { Route } from './route.ts';

const isPermission = (word: string): word is Permission => Permission.options.includes(word as Permission);
const parametersOf = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '');
const named = (route: Route): string => `${route.method} ${route.path}`;

/** The JSON Schema of what comes in; what is refused there is refused here. */
const schemaOf = (schema: z.ZodType): z.core.JSONSchema.BaseSchema => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/** Each object of a schema that would take fields it does not know. */
function openObjects(schema: unknown, at = ''): string[] {
  if (Array.isArray(schema)) return schema.flatMap((each, index) => openObjects(each, `${at}/${index}`));
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && (schema as { additionalProperties?: unknown }).additionalProperties !== false ? [at === '' ? '/' : at] : [];
  return [...own, ...Object.entries(schema).flatMap(([name, member]) => openObjects(member, `${at}/${name}`))];
}

/** Places of whole numbers that may be larger than the database holds. */
function wideNumbers(schema: unknown, at = ''): string[] {
  if (Array.isArray(schema)) return schema.flatMap((each, index) => wideNumbers(each, `${at}/${index}`));
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, maximum } = schema as { type?: unknown; maximum?: unknown };
  const own = type === 'integer' && !(typeof maximum === 'number' && maximum <= 2_147_483_647) ? [at] : [];
  return [...own, ...Object.entries(schema).flatMap(([name, member]) => wideNumbers(member, `${at}/${name}`))];
}

test('there are routes for every part of the product', () => {
  expect(new Set(routes.map((route) => route.tag))).toEqual(
    new Set([
      'Overview',
      'Connections',
      'Consent',
      'Notices',
      'Set-up',
      'Customers',
      'Access',
      'Subscriptions',
      'Mapping',
      'Reconciliation',
      'Invoices',
      'Periods',
      'Plans',
      'Jobs',
      'Audit',
      'People',
      'Settings',
    ]),
  );
});

// product.md 4.6: paths that scripts rely on.
test.each([
  'GET /overview',
  'GET /connections',
  'GET /customers',
  'GET /subscriptions',
  'GET /differences',
  'GET /differences/{id}',
  'POST /plans',
  'POST /plans/{id}/apply',
  'POST /plans/{id}/undo',
  'GET /jobs/{id}',
  'GET /jobs/{id}/stream',
])('%s stays where scripts look for it', (path) => {
  expect(routes.map(named)).toContain(path);
  expect(apiBase).toBe('/api/v1');
});

test('no two routes have the same name, and none the same method and path', () => {
  expect(new Set(routes.map((route) => route.id)).size).toBe(routes.length);
  expect(new Set(routes.map((route) => named(route).replaceAll(/\{\w+\}/g, '{}'))).size).toBe(routes.length);
});

describe.each(routes.map((route) => [named(route), route] as const))('%s', (_name, route) => {
  test('is named by a verb and a thing, with a summary that people can read', () => {
    expect(route.id).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
    expect(route.summary).toMatch(/^[A-Z].{5,120}[^.]$/);
    expect(route.path).toMatch(/^(\/([a-z]+(-[a-z]+)*|\{[a-z]\w*\}))+$/);
  });

  test('takes exactly the path parameters that its path names', () => {
    const taken = route.params === undefined ? [] : Object.keys(schemaOf(route.params).properties ?? {});

    expect(taken.sort()).toEqual(parametersOf(route.path).sort());
  });

  test('says who may call it and whose rows it touches (RB1)', () => {
    expect(route.may === 'anyone' || route.may === 'signedIn' || isPermission(route.may)).toBe(true);
    expect(['rows', 'installation', 'none']).toContain(route.tenantScope);
  });

  test('refuses fields that it does not know, in query and body (SEC-22, SEC-23)', () => {
    for (const schema of [route.query, route.body]) if (schema !== undefined) expect(openObjects(schemaOf(schema))).toEqual([]);
  });

  test('takes no whole number that the database could not hold: too large a version is said to be so', () => {
    expect([route.query, route.body].flatMap((schema) => (schema === undefined ? [] : wideNumbers(schemaOf(schema))))).toEqual([]);
  });

  test('answers with the status that fits what it does', () => {
    const fitting = { GET: [200], POST: [200, 201, 202, 204], PATCH: [200], DELETE: [200, 204] }[route.method];

    expect(fitting).toContain(route.status);
    expect(route.reply === undefined).toBe(route.status === 204);
  });

  test('can be described to other programs: no part of it is lost in OpenAPI', () => {
    for (const schema of [route.params, route.query, route.body])
      if (schema !== undefined) expect(() => z.toJSONSchema(schema, { io: 'input' })).not.toThrow();
    const reply = route.reply;
    if (reply !== undefined) expect(() => z.toJSONSchema(reply, { io: 'output' })).not.toThrow();
  });

  test('names only problems that exist, each once', () => {
    const own = route.problems ?? [];

    expect(problemCodes).toEqual(expect.arrayContaining([...own]));
    expect(new Set(own).size).toBe(own.length);
  });
});

const reads = routes.filter((route) => route.method === 'GET');
const writes = routes.filter((route) => route.method !== 'GET');

/** Rights that change nothing by being used: to read, and to see for whom one may ask. */
const readRight = /:read$|^signedIn$|^keys:own$|^requests:ask$/;

/** A secret in the address is the right: whoever has it needs no other. */
const isBySecret = (route: Route): boolean => route.path.includes('{token}');

/** Open to companies that nobody knows yet, while somebody has opened it (capabilities S104). */
const isPublicForm = (route: Route): boolean => route.path === '/registration-form';

describe('whoever only reads', () => {
  test.each(reads.map((route) => [named(route), route] as const))('%s sends no body and needs no write right', (_name, route) => {
    expect(route.body).toBeUndefined();
    expect(route.may).toMatch(isBySecret(route) || isPublicForm(route) ? /^anyone$/ : readRight);
    expect(route.idempotency).toBeUndefined();
  });
});

describe('whoever changes something', () => {
  test.each(writes.map((route) => [named(route), route] as const))('%s needs a right that is more than reading', (_name, route) => {
    const isAboutOneself = isBySecret(route) || isPublicForm(route) || route.path.startsWith('/logins') || route.path.startsWith('/me/');

    expect(isAboutOneself ? ['anyone', 'signedIn'].includes(route.may) : isPermission(route.may) && !route.may.endsWith(':read')).toBe(
      true,
    );
  });

  test('nobody but a person who signs in may call without being known', () => {
    expect(routes.filter((route) => route.may === 'anyone' && !isBySecret(route) && !isPublicForm(route)).map(named)).toEqual([
      'POST /logins',
    ]);
  });

  test.each(writes.filter((route) => needsFreshProof.includes(route.may as Permission)).map((route) => [named(route), route] as const))(
    '%s asks who is there, because its right is marked S in the matrix',
    (_name, route) => {
      expect(route.freshProof).toBe(true);
    },
  );

  test.each(['POST /plans', 'POST /plans/{id}/apply', 'POST /plans/{id}/undo'])('%s can be sent twice and happens once', (name) => {
    expect(routes.find((route) => named(route) === name)?.idempotency).toMatch(/^(accepted|required)$/);
  });
});

describe('lists that can be long', () => {
  const paged = reads.filter((route) => Object.keys(schemaOf(route.query ?? z.object({})).properties ?? {}).includes('cursor'));

  // Without these three a script would have to read 100,000 rows at once.
  test.each([
    'GET /customers',
    'GET /subscriptions',
    'GET /differences',
    'GET /account-mappings',
    'GET /product-mappings',
    'GET /jobs',
    'GET /audit-events',
  ])('%s comes in pages', (name) => {
    expect(paged.map(named)).toContain(name);
  });

  test.each(paged.map((route) => [named(route), route] as const))(
    '%s takes limit, cursor, sort and count, and answers a page',
    (_name, route) => {
      const query = Object.keys(schemaOf(route.query ?? z.never()).properties ?? {});
      const reply = route.reply instanceof z.ZodObject ? Object.keys(route.reply.shape) : [];

      expect(query).toEqual(expect.arrayContaining(['limit', 'cursor', 'sort', 'count']));
      expect(reply.sort()).toEqual(['data', 'page', 'totals']);
    },
  );

  test.each(paged.map((route) => [named(route), route] as const))(
    '%s refuses page sizes and sort orders that it does not offer',
    (_name, route) => {
      const takes = (query: object): boolean => route.query?.safeParse(query).success === true;

      expect([takes({}), takes({ limit: '1' }), takes({ limit: '200' })]).toEqual([true, true, true]);
      expect([takes({ limit: '0' }), takes({ limit: '201' }), takes({ limit: 'many' }), takes({ limit: '1.5' })]).toEqual([
        false,
        false,
        false,
        false,
      ]);
      expect([takes({ sort: 'shoeSize' }), takes({ sort: '--name' }), takes({ sort: '' }), takes({ cursor: 'x'.repeat(2_001) })]).toEqual([
        false,
        false,
        false,
        false,
      ]);
      expect(takes({ nmae: 'typing mistake' })).toBe(false);
    },
  );
});

describe('a comma list in a query', () => {
  const takes = (query: object): unknown => routes.find((route) => route.id === 'listDifferences')?.query?.safeParse(query);

  test('is any of its words, and one wrong word refuses it', () => {
    expect(takes({ state: 'open,muted' })).toMatchObject({ success: true, data: { state: ['open', 'muted'] } });
    expect(takes({ state: 'open' })).toMatchObject({ success: true, data: { state: ['open'] } });
    for (const state of ['', 'open,', 'open, muted', 'opened', ',']) expect(takes({ state })).toMatchObject({ success: false });
  });
});

describe('problems', () => {
  test.each(problemCodes.map((code) => [code, problems[code]] as const))(
    '%s has a status of its class and words for people',
    (code, { status, title }) => {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(title).toMatch(/^[A-Z].{5,80}[^.]$/);
    },
  );

  test('no two say the same', () => {
    const titles = problemCodes.map((code) => problems[code].title);

    expect(new Set(titles).size).toBe(titles.length);
  });

  // What every route can answer, so that a script can handle it without asking which route it was.
  test.each([
    ['malformed', 400],
    ['not_signed_in', 401],
    ['forbidden', 403],
    ['not_found', 404],
    ['conflict', 409],
    ['precondition_failed', 412],
    ['too_large', 413],
    ['unsupported_media_type', 415],
    ['invalid', 422],
    ['rate_limited', 429],
    ['internal', 500],
    ['database_unavailable', 503],
  ] as const)('%s is %d', (code, status) => {
    expect(problems[code].status).toBe(status);
  });
});
