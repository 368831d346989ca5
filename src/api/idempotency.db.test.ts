import { describe, expect, test } from 'vitest';
import { problemOf } from '../../test/support/ask.ts';
import { aPersonOf } from '../../test/support/make.ts';
import { aServer } from '../../test/support/serve.ts';
import { claimKey, keepAnswer, keyUse, releaseKey } from './idempotency.ts';

const { call, context, database } = await aServer();
const owner = await aPersonOf(context, 'owner');

let made = 0;
const aBody = () => {
  made += 1;
  return { name: `Person ${made}`, email: `person.${made}@contoso.com`, role: 'auditor' };
};
const send = (body: unknown, idempotencyKey: string) =>
  call('POST', '/people', { as: owner, body, headers: { 'idempotency-key': idempotencyKey } });
const people = async (email: string): Promise<number> =>
  (await database.owner.db.selectFrom('person').select('person_id').where('email', '=', email).execute()).length;

describe('the same Idempotency-Key', () => {
  test('with the same body gives the stored answer and does nothing', async () => {
    const body = aBody();
    const first = await send(body, 'add Ana');

    const again = await send(body, 'add Ana');

    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([201, first.body, 'true']);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(await people(body.email)).toBe(1);
  });

  test('with the members of the body in another order is the same', async () => {
    const { name, email, role } = aBody();
    await send({ name, email, role }, 'order');

    expect((await send({ role, email, name }, 'order')).headers['idempotency-replayed']).toBe('true');
  });

  test('with another body is refused, and nothing is done', async () => {
    await send(aBody(), 'taken');
    const other = aBody();

    expect(problemOf(await send(other, 'taken'))).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect(await people(other.email)).toBe(0);
  });

  test('at another route is another call', async () => {
    await send(aBody(), 'one route');

    const answer = await call('POST', '/sync-runs', { as: owner, body: {}, headers: { 'idempotency-key': 'one route' } });

    expect(problemOf(answer).code).toBe('idempotency_key_reused');
  });

  test('of another person is his own', async () => {
    const other = await aPersonOf(context, 'owner');
    await send(aBody(), 'mine');
    const body = aBody();

    expect((await call('POST', '/people', { as: other, body, headers: { 'idempotency-key': 'mine' } })).status).toBe(201);
  });

  test('after a refusal may be used again: mistakes are not stored', async () => {
    const body = aBody();
    expect(problemOf(await send({ ...body, role: 'king' }, 'second try')).status).toBe(422);

    expect((await send(body, 'second try')).status).toBe(201);
  });

  test('after a refusal of the business too', async () => {
    const taken = aBody();
    await send(taken, 'first of two');
    expect(problemOf(await send({ ...taken, name: 'Twin' }, 'twin')).code).toBe('duplicate');

    expect((await send(aBody(), 'twin')).status).toBe(201);
  });

  test('while the first call runs is told so', async () => {
    const use = keyUse(owner.personId, 'running', 'startSync', {}, {});
    await claimKey(context, use);

    const answer = await call('POST', '/sync-runs', { as: owner, body: {}, headers: { 'idempotency-key': 'running' } });

    expect(problemOf(answer)).toMatchObject({ status: 409, code: 'idempotency_in_progress' });
  });

  test('ten times at once has one effect and one answer', async () => {
    const body = aBody();

    const answers = await Promise.all(Array.from({ length: 10 }, () => send(body, 'ten')));

    expect(await people(body.email)).toBe(1);
    const good = answers.filter(({ status }) => status === 201);
    expect(good.length).toBeGreaterThanOrEqual(1);
    for (const { body: reply } of good) expect(reply).toEqual(good[0]?.body);
    expect(answers.filter(({ status }) => status !== 201).map((answer) => problemOf(answer).code)).toEqual(
      Array.from({ length: 10 - good.length }, () => 'idempotency_in_progress'),
    );
  });

  test('as long as allowed works', async () => {
    const long = 'k'.repeat(255);
    const body = aBody();
    await send(body, long);

    expect((await send(body, long)).headers['idempotency-replayed']).toBe('true');
  });

  test('is not asked for by a change that is no POST', async () => {
    const settings = (await call('GET', '/settings', { as: owner })).body as { version: number };
    const change = (minutes: number, version: number) =>
      call('PATCH', '/settings', { as: owner, body: { syncEveryMinutes: minutes, version }, headers: { 'idempotency-key': 'patch' } });

    const first = await change(30, settings.version);
    const second = await change(45, (first.body as { version: number }).version);

    expect(second.body).toMatchObject({ syncEveryMinutes: 45 });
    expect(problemOf(await change(60, settings.version)).code).toBe('precondition_failed');
  });
});

describe('the store of keys', () => {
  const use = (name: string, body: unknown = {}) => keyUse(owner.personId, name, 'addPerson', undefined, body);

  test('claimed, answered, replayed', async () => {
    expect(await claimKey(context, use('a'))).toEqual({ kind: 'first' });
    expect(await claimKey(context, use('a'))).toEqual({ kind: 'running' });
    await keepAnswer(context, use('a'), 201, { id: 'x' });

    expect(await claimKey(context, use('a'))).toEqual({ kind: 'replay', status: 201, reply: { id: 'x' } });
    expect(await claimKey(context, use('a', { other: true }))).toEqual({ kind: 'otherBody' });
  });

  test('a key that was given back is new; an answered one cannot be given back', async () => {
    await claimKey(context, use('b'));
    await releaseKey(context, use('b'));
    expect(await claimKey(context, use('b'))).toEqual({ kind: 'first' });

    await keepAnswer(context, use('b'), 202, null);
    await releaseKey(context, use('b'));
    expect((await claimKey(context, use('b'))).kind).toBe('replay');
  });

  test('of ten claims at once one is the first', async () => {
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimKey(context, use('c'))));

    expect(claims.filter(({ kind }) => kind === 'first')).toHaveLength(1);
  });
});
