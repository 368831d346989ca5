import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, problemOf } from '../../test/support/ask.ts';
import { anEstate, compareAll } from '../../test/support/compared-estate.ts';
import { aKeyOf, aPersonOf } from '../../test/support/make.ts';
import { aLine, aSubscription } from '../../test/support/records.ts';
import { fitting, notTheirs, type Schema, type Schemas, spoiled, texts } from '../../test/support/rubbish.ts';
import { aServer } from '../../test/support/serve.ts';
import { aWritablePsa } from '../../test/support/writable-psa.ts';
import { Fault } from '../lib/errors.ts';
import { Seeded } from '../lib/seeded.ts';
import { Permission } from '../model/person.ts';

// Rubbish at every door of the published contract (SEC-22, 23, 24, 29). FUZZ_TRIES makes it longer; a failure names seed and request.
const tries = Number(process.env['FUZZ_TRIES'] ?? 25);

const psa = aWritablePsa();
const { call, context, database, url } = await aServer({
  openRemote: (connection) => {
    if (connection.settings.kind === 'connectWise') return psa;
    throw new Fault('remote_unreachable', 'retryable', 'There is no remote here', { remote: connection.settings.kind });
  },
  change: (made) => ({
    ...made,
    reach: (host) => Promise.resolve({ host, ms: 0, outcome: 'fails', stage: 'name', code: 'ENOTFOUND', because: 'is not known here' }),
  }),
});
const owner = await aPersonOf(context, 'owner');
/** Several programs: one alone asks so much in this file that he would be told to wait. */
const programs = await Promise.all([1, 2, 3, 4].map(async () => ({ key: await aKeyOf(context, owner.personId, Permission.options) })));

type Parameter = { readonly name: string; readonly in: string; readonly schema: Schema };
type Operation = {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json'?: { readonly schema: Schema } } };
};
let operations: readonly Operation[] = [];
let schemas: Schemas = {};
const ids = new Map<string, string[]>();
const idsOf = (prefix: string): readonly string[] => ids.get(prefix) ?? [];

beforeAll(async () => {
  await anEstate(context, psa, [
    ...[1, 2, 3].map((n) => ({ n, subscriptions: [aSubscription(n, { seats: 20 + n })], lines: [aLine(n, { quantity: '20' })] })),
    { n: 4, mapped: false },
  ]);
  await compareAll(context);
  const document = (await call('GET', '/openapi.json')).body as {
    readonly paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
    readonly components: { readonly schemas: Schemas };
  };
  schemas = document.components.schemas;
  operations = Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, each]) => ({ ...each, method: method.toUpperCase(), path })))
    .filter(({ path }) => !path.endsWith('/stream') && !path.startsWith('/logins') && path !== '/me/password') // limited by count, or slow on purpose
    .filter(({ operationId }) => operationId !== 'listSyncRuns'); // the estate has no real reading
  for (const path of [
    '/customers',
    '/subscriptions',
    '/differences',
    '/connections',
    '/account-mappings',
    '/product-mappings',
    '/people',
  ]) {
    const { data } = (await call('GET', path, { as: owner })).body as { readonly data: readonly { readonly id: string }[] };
    for (const { id } of data) ids.set(id.split('_')[0] ?? '', [...idsOf(id.split('_')[0] ?? ''), id]);
  }
  // The owner's own account is not to be spoiled: without him every answer would be "sign in".
  ids.delete('per');
});

type Sent = { readonly method: string; readonly path: string; readonly body?: unknown };

function aRequest(operation: Operation, by: Seeded): Sent {
  const parameters = operation.parameters ?? [];
  const of = (place: string): [string, unknown][] =>
    parameters.filter((each) => each.in === place).map(({ name, schema }) => [name, fitting(schema, by, schemas, idsOf)]);
  const rubbish = by.pick(['path', 'query', 'body', 'body', 'body', 'nothing']);
  const path = of('path').reduce(
    (text, [name, value]) =>
      text.replace(`{${name}}`, encodeURIComponent(wellFormed(rubbish === 'path' ? by.pick([...texts, ...allIds()]) : value))),
    operation.path,
  );
  const asked = of('query').filter(() => by.chance(0.4));
  const query = rubbish === 'query' ? asked.map(([name]): [string, unknown] => [name, by.pick(texts)]) : asked;
  const search = query.map(([name, value]) => `${name}=${encodeURIComponent(wellFormed(value))}`);
  if (rubbish === 'query' && by.chance(0.3)) search.push(...search);
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema === undefined ? {} : fitting(schema, by, schemas, idsOf);
  return {
    method: operation.method,
    path: search.length === 0 ? path : `${path}?${search.join('&')}`,
    ...(operation.method !== 'GET' && operation.method !== 'DELETE' && { body: rubbish === 'body' ? spoiled(body, by) : body }),
  };
}
const wellFormed = (value: unknown): string => String(value).toWellFormed();
const allIds = (): readonly string[] => [...ids.values()].flat();

/** Words of our inside that no answer may hold. */
const inside =
  /\bat \S+ \(|node_modules|\.ts:\d|select .* from |insert into|violates|syntax error|pg_|\/tmp\/|relation "|ECONN|undefined is not (a function|an object|iterable|a constructor)|Cannot read/i;

const wrongWith = (answer: Answer): string | undefined => {
  if (answer.status === 431) return undefined; // headers larger than Node takes: no request ever came in
  // Remotes do not answer here: that a call says so is right.
  if (answer.status >= 500 && !(answer.status === 502 && problemOf(answer).code.startsWith('remote_'))) return `status ${answer.status}`;
  if (answer.status >= 400 && problemOf(answer).code === 'internal') return 'an internal error';
  if (answer.status >= 400 && inside.test(answer.text.replaceAll(/There is no field "[^"]*"/g, ''))) return 'tells of the inside';
  return undefined;
};

describe('rubbish', () => {
  test('at every route of the contract is refused in words, and never breaks anything', { timeout: 300_000 }, async () => {
    const wrong: string[] = [];
    const statuses = new Map<string, Set<number>>();
    for (const [index, operation] of operations.entries()) {
      const key = programs[index % programs.length] ?? owner;
      for (let n = 0; n < tries; n += 1) {
        const seed = `${operation.operationId} ${n}`;
        const sent = aRequest(operation, new Seeded(seed));
        const answer = await call(sent.method, sent.path, {
          as: n % 5 === 0 ? owner : key,
          ...('body' in sent && { body: JSON.stringify(sent.body) }),
        });
        statuses.set(operation.operationId, (statuses.get(operation.operationId) ?? new Set()).add(answer.status));
        const why = wrongWith(answer);
        if (why !== undefined) wrong.push(`${why}: ${seed}: ${JSON.stringify(sent).slice(0, 300)} -> ${answer.text.slice(0, 300)}`);
      }
    }

    expect(wrong).toEqual([]);
    expect(operations.length).toBeGreaterThan(45);
    // It got past the door: without this the test would still pass when every call was "sign in".
    expect([...statuses.values()].filter((seen) => [200, 201, 202, 204].some((good) => seen.has(good))).length).toBeGreaterThan(25);
    expect([...statuses.values()].filter((seen) => seen.has(401))).toEqual([]);
  });

  test.each([
    ['lists 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000), 422],
    ['objects 50,000 deep', '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000), 422],
    ['a key twice', '{"type":"correction","type":"correction","differenceIds":[]}', 422],
    ['half of JSON', '{"type":', 400],
    ['nothing', '', 400],
    ['a number', '1', 422],
    ['the prototype', '{"__proto__":{"may":"everything"}}', 400],
    ['the constructor', '{"constructor":{"prototype":{"may":1}}}', 400],
    ['bytes that are no UTF-8', '{"type":"\u00ff\u00fe"}', 422],
    ['more than a megabyte', JSON.stringify({ type: 'x'.repeat(1_100_000) }), 413],
    ['a byte-order mark', '\ufeff{"type":"correction","differenceIds":[]}', 422],
  ])('a body that is %s has its answer', async (_what, body, status) => {
    const answer = await call('POST', '/plans', { as: owner, body });

    expect([answer.status, wrongWith(answer)]).toEqual([status, undefined]);
  });

  test.each([
    '/customers/%ff',
    '/%',
    '/customers/%c0%ae%c0%ae',
    '/customers?cursor=%E0%A4%A',
    `/customers/${'x'.repeat(9_000)}`,
    '//customers',
  ])('the address %s has an answer in our own words', async (path) => {
    const answer = await call('GET', path, { as: owner });

    expect(answer.status).toBeLessThan(500);
    if (answer.status >= 400 && answer.status !== 431) expect(problemOf(answer).requestId).toMatch(/^req_/);
  });

  test.each(['TRACE', 'PUT', 'OPTIONS', 'HEAD', 'PROPFIND'])('the method %s changes nothing and breaks nothing', async (method) => {
    const answer = await call(method, '/settings', { as: owner });

    expect(answer.status).toBeLessThan(500);
  });
});

describe('fields that nobody sets from outside (SEC-23)', () => {
  const everything = async (): Promise<string> =>
    JSON.stringify(
      await Promise.all(
        (
          ['customer', 'subscription', 'plan', 'person', 'connection', 'setting', 'difference', 'account_mapping', 'audit_event'] as const
        ).map((table) => database.owner.db.selectFrom(table).selectAll().execute()),
      ),
    );

  test('are refused by every route that takes a body, and change nothing', async () => {
    const before = await everything();
    const taken: string[] = [];
    for (const operation of operations.filter(
      (each) => each.requestBody?.content['application/json'] !== undefined && each.method !== 'GET',
    )) {
      const schema = operation.requestBody?.content['application/json']?.schema ?? {};
      const names = Object.keys(notTheirs).filter((name) => !JSON.stringify(schema).includes(`"${name}"`) && schema.$ref === undefined);
      for (const name of names) {
        const by = new Seeded(`${operation.operationId} ${name}`);
        const sent = aRequest({ ...operation }, by);
        const body = fitting(schema, by, schemas, idsOf);
        const path = sent.path.split('?')[0] ?? '';
        const answer = await call(operation.method, path, { as: owner, body: { ...(body as object), [name]: notTheirs[name] } });
        if (answer.status < 400) taken.push(`${operation.operationId} ${name}`);
      }
    }

    expect(taken).toEqual([]);
    expect(await everything()).toBe(before);
  });
});

test('the server still stands, and the picture with it', async () => {
  expect((await call('GET', '/overview', { as: owner })).status).toBe(200);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await call('GET', '/audit-verification', { as: owner })).body).toMatchObject({ intact: true });
});
