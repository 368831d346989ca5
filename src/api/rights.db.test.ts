import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type As, problemOf } from '../../test/support/ask.ts';
import { aKeyOf, aPersonOf, type SignedIn } from '../../test/support/make.ts';
import { aboutMyself, aboutMyselfFresh, forAnybody, matrix, notYet, rowOf } from '../../test/support/role-matrix.ts';
import { aServer } from '../../test/support/serve.ts';
import { must } from '../lib/must.ts';
import { publicId } from '../model/ids.ts';
import { Permission, Role } from '../model/person.ts';

// All roles at all doors from one address are more than one address may.
const { call, context, clock, database } = await aServer({ changesAMinute: 20_000 });

type Operation = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly permission: string;
  readonly scope: string;
};
let operations: readonly Operation[] = [];

const missing = '01990000-0000-7000-8000-000000000000';
const idFor: Readonly<Record<string, string>> = {
  connections: publicId('connection', missing),
  customers: publicId('customer', missing),
  subscriptions: publicId('subscription', missing),
  'account-mappings': publicId('mapping', missing),
  'product-mappings': publicId('mapping', missing),
  differences: publicId('difference', missing),
  plans: publicId('plan', missing),
  'acceptance-rules': publicId('rule', missing),
  'saved-views': publicId('view', missing),
  invoices: publicId('invoice', missing),
  commands: publicId('command', missing),
  jobs: publicId('job', missing),
  people: publicId('person', missing),
  'api-keys': publicId('key', missing),
  'dead-letters': missing,
};

/** Calls an operation on a thing that does not exist, with nothing in the body: whoever may, gets past the guard and no further. */
const tryIt = ({ method, path }: Operation, as: As): Promise<Answer> =>
  call(method.toUpperCase(), path.replace('{id}', idFor[path.split('/')[1] ?? ''] ?? ''), {
    as,
    ...(method === 'post' || method === 'patch' ? { body: {} } : {}),
  });

const guardSays = (answer: Answer): string => {
  if (answer.status !== 401 && answer.status !== 403) return 'may';
  return problemOf(answer).code;
};

beforeAll(async () => {
  const { paths } = (await call('GET', '/openapi.json')).body as {
    readonly paths: Record<string, Record<string, { operationId: string; 'x-permission': string; 'x-tenant-scope': string }>>;
  };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method,
      path,
      permission: operation['x-permission'],
      scope: operation['x-tenant-scope'],
    })),
  );
});

/** Cells of the matrix that the code does not follow yet. */
const notYetOf = (caller: string): readonly string[] => notYet.filter((cell) => cell.startsWith(`${caller} `)).toSorted();

const known = (): readonly Operation[] => operations.filter(({ id }) => rowOf(id) !== undefined);

describe('every operation of the published contract', () => {
  test('is in the rights matrix exactly once', () => {
    const listed = [...matrix.flatMap((row) => Object.keys(row.routes)), ...aboutMyself, ...aboutMyselfFresh, ...forAnybody];

    expect(operations.length).toBeGreaterThan(45);
    expect(listed.toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
  });

  test('names who may call it and whose rows it can touch', () => {
    const permissions = new Set<string>([...Permission.options, 'signedIn', 'anyone']);

    expect(operations.filter(({ permission }) => !permissions.has(permission))).toEqual([]);
    expect(operations.filter(({ scope }) => !['rows', 'installation', 'none'].includes(scope))).toEqual([]);
  });

  test('is closed to callers without a login', async () => {
    const open = [];
    for (const operation of operations) if (guardSays(await tryIt(operation, undefined)) !== 'not_signed_in') open.push(operation.id);

    expect(open).toEqual([...forAnybody]);
  });

  test('is closed to made-up keys and cookies', async () => {
    const open = [];
    for (const operation of operations.filter(({ id }) => !(forAnybody as readonly string[]).includes(id))) {
      for (const as of [{ key: 'concord_sbx_made-up' }, { personId: '', cookie: 'concord=made-up', csrf: 'made-up' }])
        if (guardSays(await tryIt(operation, as)) !== 'not_signed_in') open.push(operation.id);
    }

    expect(open).toEqual([]);
  });
});

describe('roles', () => {
  test.each(Role.options)('%s may do what the matrix says and nothing else', async (role) => {
    const person = await aPersonOf(context, role);

    const wrong = [];
    for (const operation of known()) {
      const expected = must(rowOf(operation.id), 'row').may.includes(role) ? 'may' : 'forbidden';
      const answer = await tryIt(operation, person);
      if (guardSays(answer) !== expected) wrong.push(`${role} ${operation.id}`);
      if (answer.status >= 500) wrong.push(`${operation.id}: ${answer.status}`);
    }

    expect(wrong.toSorted()).toEqual(notYetOf(role));
  });

  test('a refused call leaves nothing behind', async () => {
    const person = await aPersonOf(context, 'readOnly');
    const count = async (): Promise<readonly unknown[]> =>
      Promise.all(
        (['job', 'audit_event', 'plan', 'person', 'connection', 'setting', 'idempotency_key'] as const).map((table) =>
          database.owner.db
            .selectFrom(table)
            .select((eb) => eb.fn.countAll<string>().as('n'))
            .executeTakeFirstOrThrow(),
        ),
      );
    const before = await count();

    // A reader marks for himself what he has read.
    const mayRead = (id: string): boolean => rowOf(id)?.may.includes('readOnly') === true;
    const refused = known().filter(({ id, method }) => method !== 'get' && !mayRead(id) && !notYet.includes(`readOnly ${id}`));
    for (const operation of refused) expect((await tryIt(operation, person)).status).toBe(403);

    expect(await count()).toEqual(before);
  });

  test('the refusal names the missing permission and whom to ask', async () => {
    const person = await aPersonOf(context, 'readOnly');

    const problem = problemOf(await call('POST', '/sync-runs', { as: person, body: {} }));

    expect(problem).toMatchObject({ status: 403, code: 'forbidden', detail: 'This needs the permission "sync:run".' });
    expect(problem.remediation?.text).toBe('Ask an owner for "sync:run".');
  });

  test('a role that is taken away is gone at the next call, also for keys that were made before', async () => {
    const owner = await aPersonOf(context, 'owner');
    const person = await aPersonOf(context, 'operator');
    const key = await aKeyOf(context, person.personId, ['sync:run', 'customers:read']);
    expect((await call('POST', '/sync-runs', { as: { key }, body: {} })).status).toBe(202);

    await call('PATCH', `/people/${publicId('person', person.personId)}`, { as: owner, body: { role: 'auditor' } });

    expect((await call('POST', '/sync-runs', { as: { key }, body: {} })).status).toBe(403);
    expect((await call('GET', '/customers', { as: { key } })).status).toBe(200);
  });

  test('somebody who was disabled is nobody, with login and key', async () => {
    const owner = await aPersonOf(context, 'owner');
    const person = await aPersonOf(context, 'operator');
    const key = await aKeyOf(context, person.personId, ['customers:read']);

    await call('PATCH', `/people/${publicId('person', person.personId)}`, { as: owner, body: { state: 'disabled' } });

    expect((await call('GET', '/customers', { as: { key } })).status).toBe(401);
    expect((await call('GET', '/customers', { as: person })).status).toBe(401);
  });

  test('nobody gives a role that may do more than he himself', async () => {
    const administrator = await aPersonOf(context, 'platformAdmin');

    const answer = await call('POST', '/people', {
      as: administrator,
      body: { name: 'Eve', email: 'eve@contoso.com', role: 'owner' },
    });

    expect(problemOf(answer)).toMatchObject({ status: 403, code: 'forbidden' });
  });
});

describe('API keys', () => {
  test.each(Permission.options)('a key with only %s opens only what that scope names', async (scope) => {
    const owner = await aPersonOf(context, 'owner');
    const key = await aKeyOf(context, owner.personId, [scope]);

    const wrong = [];
    for (const operation of known()) {
      const row = must(rowOf(operation.id), 'row');
      const named = row.routes[operation.id] === scope;
      const expected = named ? (row.fresh === true ? 'fresh_proof_needed' : 'may') : 'forbidden';
      const said = guardSays(await tryIt(operation, { key }));
      if (said !== expected) wrong.push(`${scope} ${operation.id}`);
    }

    expect(wrong.toSorted()).toEqual(notYetOf(scope));
  });

  test('a key never has more rights than its person, whatever its scopes say', async () => {
    const person = await aPersonOf(context, 'readOnly');
    const key = await aKeyOf(context, person.personId, ['people:write', 'corrections:apply', 'customers:read']);

    const { body } = await call('GET', '/me', { as: { key } });

    expect(body).toMatchObject({ permissions: ['customers:read'], csrf: null });
  });

  test('a revoked key and a key that is over open nothing any more', async () => {
    const owner = await aPersonOf(context, 'owner');
    const added = await call('POST', '/api-keys', { as: owner, body: { name: 'backup', scopes: ['customers:read'], days: 1 } });
    const { id, key, prefix } = added.body as { id: string; key: string; prefix: string };
    const short = await aKeyOf(context, owner.personId, ['customers:read'], 1);
    expect(key.startsWith(prefix)).toBe(true);
    expect((await call('GET', '/customers', { as: { key } })).status).toBe(200);

    expect((await call('DELETE', `/api-keys/${id}`, { as: owner })).status).toBe(204);
    expect((await call('GET', '/customers', { as: { key } })).status).toBe(401);

    await clock.advance(24 * 3_600_000);
    expect((await call('GET', '/customers', { as: { key: short } })).status).toBe(401);
  });

  test('the secret of a key is shown once: the list has only its beginning', async () => {
    const owner = await aPersonOf(context, 'owner');
    const added = await call('POST', '/api-keys', { as: owner, body: { name: 'once', scopes: ['customers:read'], days: 30 } });
    const { key } = added.body as { key: string };

    const list = await call('GET', '/api-keys', { as: owner });

    expect(list.text).toContain('"once"');
    expect(list.text).not.toContain(key);
  });
});

describe('acts that need a fresh proof', () => {
  const fresh = (): readonly Operation[] =>
    operations.filter(({ id }) => rowOf(id)?.fresh === true || (aboutMyselfFresh as readonly string[]).includes(id));
  const refusedFor = async (as: SignedIn): Promise<readonly string[]> => {
    const refused = [];
    for (const operation of fresh()) if (guardSays(await tryIt(operation, as)) === 'fresh_proof_needed') refused.push(operation.id);
    return refused;
  };

  test('ask for it again five minutes after the link was opened', async () => {
    const owner = await aPersonOf(context, 'owner');
    expect(await refusedFor(owner)).toEqual([]);

    await clock.advance(5 * 60_000);

    expect(await refusedFor(owner)).toEqual(fresh().map(({ id }) => id));
  });

  test('the typed password is such a proof', async () => {
    const owner = await aPersonOf(context, 'owner');
    const password = 'four words make a phrase';
    expect((await call('POST', '/me/password', { as: owner, body: { password } })).status).toBe(200);
    await clock.advance(6 * 60_000);
    expect(problemOf(await call('POST', '/me/password', { as: owner, body: { password } })).remediation?.text).toBe(
      'Type your password again.',
    );

    expect(problemOf(await call('POST', '/logins/current/proofs', { as: owner, body: { password: 'another phrase of words' } })).code).toBe(
      'sign_in_failed',
    );
    expect((await call('POST', '/logins/current/proofs', { as: owner, body: { password } })).status).toBe(200);

    expect(await refusedFor(owner)).toEqual([]);
  });
});
