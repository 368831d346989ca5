import { describe, expect, test } from 'vitest';
import { SandboxClock } from './clock.ts';
import { exact, jsonText } from './json.ts';
import { json, type RemoteRequest } from './remote.ts';
import { matchPath, route, routed } from './routing.ts';
import { World } from './world/world.ts';

describe('paths', () => {
  test('a segment in braces takes one decoded segment', () => {
    expect(matchPath('/v1/customers/{customerId}', '/v1/customers/a%2Fb')).toEqual({ customerId: 'a/b' });
  });

  test('are compared without regard to case, and with or without a slash at the end', () => {
    expect(matchPath('/v1/auditrecords', '/V1/AuditRecords/')).toEqual({});
  });

  test.each([
    ['/v1/customers/{id}', '/v1/customers'],
    ['/v1/customers/{id}', '/v1/customers/'],
    ['/v1/customers', '/v1/customers/1'],
    ['/v1/customers', '/v2/customers'],
  ])('%s does not take %s', (template, path) => {
    expect(matchPath(template, path)).toBeUndefined();
  });

  test('a star at the end takes the rest', () => {
    expect(matchPath('/v1/*', '/v1/a/b/c')).toEqual({});
  });

  test('a broken escape is taken as it stands', () => {
    expect(matchPath('/{name}', '/100%')).toEqual({ name: '100%' });
  });
});

describe('JSON with exact numbers', () => {
  test('keeps every digit', () => {
    expect(jsonText({ price: exact('17.60'), cost: exact('0.000000000000000001'), gone: undefined })).toBe(
      '{"price":17.60,"cost":0.000000000000000001}',
    );
  });

  test('refuses what is no number', () => {
    expect(() => exact('1,5')).toThrow('Not a JSON number');
  });
});

describe('finding a route', () => {
  const misses = { notFound: () => json(404, 'nothing'), wrongVerb: () => json(405, 'other verb') };
  const named = (method: string, template: string) =>
    route(method, template, (_request, _world, params) => json(200, { template, params }));
  const handle = routed(
    [
      named('GET', '/v1/customers/{customerId}'),
      named('GET', '/v1/customers/{id}/subscriptions'),
      named('GET', '/v1/Customers/checked'),
      named('POST', '/v1/customers/{id}'),
      named('GET', '/files/*'),
    ],
    misses,
  );
  const world = new World({ seed: 1, scale: 1, startsAt: '2026-11-21T10:00:00Z' }, SandboxClock.stoppedAt('2026-11-21T10:00:00Z'));
  const ask = async (method: string, path: string): Promise<[number, unknown]> => {
    const answer = await handle({ ...anyRequest, method, path }, world);
    return [answer.status, JSON.parse(String(answer.body)) as unknown];
  };

  test.each([
    ['GET', '/v1/customers/a%20b', '/v1/customers/{customerId}', { customerId: 'a b' }],
    ['GET', '/V1/CUSTOMERS/7/Subscriptions/', '/v1/customers/{id}/subscriptions', { id: '7' }],
    ['POST', '/v1/customers/7', '/v1/customers/{id}', { id: '7' }],
    ['GET', '/files/a/b', '/files/*', {}],
  ])('%s %s is %s', async (method, path, template, params) => {
    expect(await ask(method, path)).toEqual([200, { template, params }]);
  });

  test('of two routes that fit the earlier one in the list answers', async () => {
    expect(await ask('GET', '/v1/customers/checked')).toEqual([
      200,
      { template: '/v1/customers/{customerId}', params: { customerId: 'checked' } },
    ]);
  });

  test('a known path with another verb is told apart from an unknown path', async () => {
    expect(await ask('DELETE', '/v1/customers/7')).toEqual([405, 'other verb']);
    expect(await ask('GET', '/v1/customers/')).toEqual([404, 'nothing']);
  });
});

const anyRequest: RemoteRequest = {
  method: 'GET',
  host: 'api.example.net',
  path: '/',
  query: new URLSearchParams(),
  rawQuery: '',
  headers: {},
  rawBody: new Uint8Array(),
  body: '',
  linkBase: 'https://api.example.net',
  linkTo: (host) => `https://${host}`,
};
