import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { explainReach, reachDatabase, refuseOld } from './reach.ts';

const place = { at: 'db.example.com:5432', user: 'concord', database: 'books' };

test.each([
  ['ECONNREFUSED', 'database_unreachable', /db\.example\.com:5432: the connection was refused/, /Start the database/],
  ['ENOTFOUND', 'database_unreachable', /db\.example\.com:5432 is not known/, /host and port/],
  ['EHOSTUNREACH', 'database_unreachable', /db\.example\.com:5432/, /host and port/],
  ['ETIMEDOUT', 'database_unreachable', /db\.example\.com:5432 does not answer within 10 seconds/, /firewall/],
  ['28P01', 'database_refused', /password of the user concord/, /%2F/],
  ['28000', 'database_refused', /user concord into books/, /pg_hba\.conf/],
  ['3D000', 'database_refused', /db\.example\.com:5432 has no database books/, /create database "books"/],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'database_refused', /certificate/, /sslrootcert/],
  ['EWHATEVER', 'database_unreachable', /db\.example\.com:5432/, /host and port/],
])('%s is told as %s, with the place and what to do', (code, told, message, hint) => {
  const fault = explainReach(Object.assign(new Error('as the driver says'), { code }), place, 10_000);

  expect(fault.code).toBe(told);
  expect(fault.message).toMatch(message);
  expect(fault.facts.hint).toMatch(hint);
});

test('a server that is too old is named with its version', () => {
  expect(() => {
    refuseOld(140_011, '14.11', place);
  }).toThrow(
    expect.objectContaining({ code: 'database_too_old', message: expect.stringContaining('PostgreSQL 14.11; Concord needs 15') as string }),
  );
  expect(() => {
    refuseOld(150_000, '15.0', place);
  }).not.toThrow();
});

test('a port where nobody listens is named; the password is not', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');

  const fault = await reachDatabase(`postgres://concord:hunter2@127.0.0.1:${port}/books`).catch((error: unknown) => error);

  expect(fault).toMatchObject({ code: 'database_unreachable', message: expect.stringContaining(`127.0.0.1:${port}`) as string });
  expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain('hunter2');
});

test('a port that says nothing is given up in time', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };

  const fault = await reachDatabase(`postgres://concord:hunter2@127.0.0.1:${port}/books`, 200).catch((error: unknown) => error);

  expect(fault).toMatchObject({ message: expect.stringMatching(`127.0.0.1:${port} does not answer within 0.2 seconds`) as string });
  server.close();
});

test.each(['postgres://concord:hun/ter#2@db:5432/books', 'postgres://a:b@db:port/books'])(
  '%s cannot be read, and is not repeated',
  async (url) => {
    const fault = await reachDatabase(url, 200).catch((error: unknown) => error);

    expect(fault).toMatchObject({ code: 'database_url_invalid' });
    expect((fault as Error).cause).toBeUndefined();
  },
);
