import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Seeded } from '../../lib/seeded.ts';
import { createClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { createAllowList } from './allow.ts';
import { memoryBuckets } from './bucket-store.ts';
import type { Call } from './call.ts';
import { memoryCircuit } from './circuit.ts';
import { createHttpClient } from './client.ts';
import { isRemoteError } from './fault.ts';
import { publicHosts } from './hosts.ts';
import { limits } from './limits.ts';
import { amount } from './lossless.ts';
import type { RawAnswer } from './recording.ts';
import { createThrottle } from './throttle.ts';
import { createTransport } from './transport.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;
let script: Handler[] = [];
const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string; at: number }[] = [];

// A remote on a real socket. Each request takes the next handler; the last one answers all further requests.
const server: Server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body, at: Date.now() });
    const handler = script.length > 1 ? script.shift() : script[0];
    handler?.(request, response, body);
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const sandbox = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const transport = createTransport();
afterAll(async () => {
  await transport.close();
  server.closeAllConnections();
  server.close();
});

const seeded = new Seeded(7);
const kept: RawAnswer[] = [];
const clock = createClock();
const quick = {
  ...limits.pax8,
  backoffBaseMs: 4,
  backoffCapMs: 20,
  startRate: 1_000,
  burst: 100,
  firstByteMs: 2_000,
  totalMs: 400,
  stallMs: 150,
  maxBytes: 100_000,
  patienceMs: 3_000,
};

const aClient = (own: Partial<typeof quick> = {}) =>
  createHttpClient({
    transport,
    clock,
    random: () => seeded.next(),
    ids: () => seeded.uuid(),
    allow: createAllowList({ hosts: publicHosts, sandbox }),
    throttle: createThrottle({ store: memoryBuckets(), clock }),
    circuit: memoryCircuit(clock),
    recorder: {
      keep: (raw) => {
        kept.push(raw);
        return Promise.resolve(`raw-${kept.length}`);
      },
    },
    log: silentLog,
    limits: { ...limits, pax8: { ...quick, ...own } },
  });

const call = {
  remote: 'pax8',
  connectionId: 'con-1',
  family: 'subscriptions',
  url: 'https://api.pax8.com/v1/subscriptions?page=0',
} as const;
const aRead: Call = { ...call, method: 'GET', write: false };
const aWrite: Call = { ...call, method: 'POST', write: true, body: { seats: 3 } };
const json =
  (value: string, status = 200, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(value);
  };
const cut: Handler = (request) => request.socket.destroy();
const silence: Handler = () => undefined;

beforeEach(() => {
  script = [];
  seen.length = 0;
  kept.length = 0;
});

describe('an answer', () => {
  test('is parsed without losing a digit of an amount', async () => {
    script = [json('{"price": 12.10, "long": 123456789012345678901234.5600, "seats": 25, "tiny": 1e-7, "unknown": true}')];

    const reply = z.object({ price: amount, long: amount, seats: z.int(), tiny: amount });
    expect(await aClient().get({ ...call, reply })).toEqual({
      price: '12.10',
      long: '123456789012345678901234.5600',
      seats: 25,
      tiny: '1e-7',
    });
  });

  test('is kept as it came, before it is parsed, also when it cannot be parsed', async () => {
    script = [json('<html>Service page</html>')];

    await expect(aClient({ tries: 1 }).get({ ...call, reply: z.object({}) })).rejects.toMatchObject({
      code: 'remote_unreadable',
      kind: 'retryable',
      facts: { rawId: 'raw-1' },
    });
    expect(Buffer.from(kept[0]?.bytes ?? []).toString()).toBe('<html>Service page</html>');
  });

  test('of another shape is not asked for again: it would come the same', async () => {
    script = [json('{"items": 1}')];

    await expect(aClient().get({ ...call, reply: z.object({ items: z.array(z.string()) }) })).rejects.toMatchObject({
      code: 'remote_unreadable',
      kind: 'permanent',
      message: `${call.remote} answered in a shape that is not known: items: It must be a list.`,
    });
    expect(seen).toHaveLength(1);
  });

  test('with secrets is not kept', async () => {
    script = [json('{"access_token":"x"}')];
    await aClient().post({ ...call, write: false, sensitive: true, body: new URLSearchParams({ a: 'b c' }), reply: z.unknown() });

    expect(kept).toEqual([]);
    expect(seen[0]).toMatchObject({ body: 'a=b+c', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  });

  test('packed with gzip is unpacked, a mark in front is tolerated', async () => {
    script = [(_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('\uFEFF{"a":"b"}'))];

    expect(await aClient().get({ ...call, reply: z.object({ a: z.string() }) })).toEqual({ a: 'b' });
  });

  test('that unpacks to more than agreed is dropped while it is unpacked', async () => {
    script = [(_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)))];

    await expect(aClient().send(aRead)).rejects.toMatchObject({ code: 'remote_too_large', kind: 'permanent' });
  });

  test('that bursts its packing beyond reason is dropped although it is within the size agreed', async () => {
    script = [
      (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(60_000_000), { level: 9 })),
    ];

    await expect(aClient({ maxBytes: 500_000_000, totalMs: 20_000 }).send(aRead)).rejects.toMatchObject({ code: 'remote_too_large' });
  });

  test('that claims to be packed and is not is tried again', async () => {
    script = [(_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'), json('"ok"')];

    expect(await aClient().get({ ...call, reply: z.string() })).toBe('ok');
  });

  test('that is not 2xx can be an answer too when the caller says so', async () => {
    script = [json('{"message":"none"}', 404)];

    expect((await aClient().send({ ...aRead, accept: [404] })).status).toBe(404);
  });
});

describe('a read', () => {
  test('is repeated after broken connections and errors of the remote until it works', async () => {
    script = [cut, json('{}', 503), json('{}', 500), json('"ok"')];

    expect(await aClient().get({ ...call, reply: z.string() })).toBe('ok');
    expect(seen).toHaveLength(4);
  });

  test('is given up after eight tries and says that it may work later', async () => {
    script = [json('{}', 503)];

    await expect(aClient().send(aRead)).rejects.toMatchObject({
      code: 'remote_down',
      kind: 'retryable',
      facts: { status: 503, remote: 'pax8' },
    });
    expect(seen).toHaveLength(8);
  });

  test.each([
    [400, 'remote_rejected', 'permanent'],
    [401, 'remote_signed_out', 'needs_operator'],
    [403, 'remote_forbidden', 'needs_operator'],
    [404, 'remote_not_found', 'permanent'],
    [409, 'remote_conflict', 'permanent'],
    [412, 'remote_conflict', 'permanent'],
    [302, 'remote_redirect', 'permanent'],
  ])('that is refused with %i is not repeated: %s', async (status, code, kind) => {
    script = [json('{}', status, { location: 'http://169.254.169.254/' })];

    await expect(aClient().send(aRead)).rejects.toMatchObject({ code, kind });
    expect(seen).toHaveLength(1);
  });

  test('that stays silent ends at its deadline and not later', async () => {
    script = [silence];
    const startedAt = performance.now();

    await expect(aClient({ tries: 1 }).send(aRead)).rejects.toMatchObject({ code: 'remote_timeout', kind: 'retryable' });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  test('whose answer stops in the middle ends when nothing more comes', async () => {
    script = [(_request, response) => response.writeHead(200).write('{"half":')];

    await expect(aClient({ tries: 1, totalMs: 60_000 }).send(aRead)).rejects.toMatchObject({ code: 'remote_timeout' });
  });

  test('whose answer is shorter than announced is not taken for whole', async () => {
    script = [
      (request, response) => response.writeHead(200, { 'content-length': '100' }).write('{}', () => request.socket.end()),
      json('"whole"'),
    ];

    expect(await aClient().get({ ...call, reply: z.string() })).toBe('whole');
  });

  test('that the caller stops ends at once, without a fault of the remote', async () => {
    const stop = new AbortController();
    script = [
      () => {
        stop.abort(new Error('shutting down'));
      },
    ];

    await expect(aClient().send({ ...aRead, signal: stop.signal })).rejects.toThrow('shutting down');
  });
});

describe('a write', () => {
  test('is sent once, as JSON, and its answer read', async () => {
    script = [json('{"id":"7"}', 201)];

    expect(await aClient().post({ ...call, body: { seats: 3 }, reply: z.object({ id: z.string() }) })).toEqual({ id: '7' });
    expect(seen).toMatchObject([{ method: 'POST', body: '{"seats":3}', headers: { 'content-type': 'application/json' } }]);
  });

  test.each([
    ['broken connection', cut, 'remote_down'],
    ['500', json('{}', 500), 'remote_down'],
    ['silence', silence, 'remote_timeout'],
  ])('that ends in a %s is not repeated, and nobody claims to know what became of it', async (_name, handler, code) => {
    script = [handler];

    await expect(aClient().send(aWrite)).rejects.toMatchObject({ code, kind: 'unknown_outcome' });
    expect(seen).toHaveLength(1);
  });

  test('that was carried out but answered unreadably is looked up, not repeated', async () => {
    script = [json('<html>')];

    await expect(aClient().post({ ...call, body: {}, reply: z.object({}) })).rejects.toMatchObject({
      code: 'remote_unreadable',
      kind: 'unknown_outcome',
    });
    expect(seen).toHaveLength(1);
  });

  test('that never left because nobody listens was certainly not carried out', async () => {
    const http = createHttpClient({
      transport,
      clock,
      random: () => 0,
      ids: () => seeded.uuid(),
      allow: createAllowList({ hosts: publicHosts, sandbox: 'http://127.0.0.1:1' }),
      throttle: createThrottle({ store: memoryBuckets(), clock }),
      circuit: memoryCircuit(clock),
      recorder: { keep: () => Promise.resolve('') },
      log: silentLog,
    });

    await expect(http.send(aWrite)).rejects.toMatchObject({ code: 'remote_down', kind: 'retryable' });
  });

  test('that is throttled goes back to the journal with the time of the next try', async () => {
    script = [json('{}', 429, { 'retry-after': '30' })];

    const fault: unknown = await aClient()
      .send(aWrite)
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'remote_throttled', kind: 'retryable' });
    const at = Temporal.Instant.from((isRemoteError(fault) ? fault.facts.nextAttemptAt : undefined) ?? '1970-01-01T00:00Z');
    expect(Math.abs(at.since(clock.now()).total('seconds') - 30)).toBeLessThan(2);
    expect(seen).toHaveLength(1);
  });
});

describe('throttling', () => {
  test('is obeyed: nothing is sent before the remote said so, and it is no failed try', async () => {
    script = [json('{}', 429, { 'retry-after': '1' }), json('"ok"')];

    expect(await aClient({ tries: 1 }).get({ ...call, reply: z.string() })).toBe('ok');
    expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test('longer than the caller has patience for goes back to the queue, with the time of the next try', async () => {
    script = [json('{}', 429, { 'retry-after': '3600' })];
    const http = aClient();

    await expect(http.send(aRead)).rejects.toMatchObject({ code: 'remote_throttled', kind: 'retryable' });
    await expect(http.send(aRead)).rejects.toMatchObject({ code: 'remote_throttled' });
    expect(seen).toHaveLength(1);
  });

  test('of one customer lets the other customers go on', async () => {
    script = [json('{}', 429, { 'retry-after': '60' }), json('"ok"')];
    const http = aClient();
    const explain = () => ({ throttles: 'customer' as const });

    await expect(http.send({ ...aRead, customer: 'north', explain })).rejects.toMatchObject({ code: 'remote_throttled' });
    expect(await http.get({ ...call, customer: 'south', reply: z.string() })).toBe('ok');
    await expect(http.send({ ...aRead, customer: 'north' })).rejects.toMatchObject({ code: 'remote_throttled' });
  });
});

describe('a remote that is down', () => {
  test('is not asked any more after ten straight failures', async () => {
    script = [json('{}', 503)];
    const http = aClient();
    await http.send(aRead).catch(() => undefined);
    await http.send(aRead).catch(() => undefined);

    expect(seen).toHaveLength(10);
    await expect(http.send(aWrite)).rejects.toMatchObject({ code: 'remote_down', kind: 'retryable' });
    expect(seen).toHaveLength(10);
  });

  test('is only one connection: others of the same remote go on', async () => {
    script = [...Array.from({ length: 10 }, () => json('{}', 503)), json('"ok"')];
    const http = aClient({ tries: 10 });
    await http.send(aRead).catch(() => undefined);

    expect(await http.get({ ...call, connectionId: 'con-2', reply: z.string() })).toBe('ok');
  });
});

describe('sign-in', () => {
  test('is renewed once when the token ended, and the call goes on', async () => {
    script = [json('{}', 401), json('"ok"')];
    const asked: boolean[] = [];
    const authorise = ({ refused }: { refused: boolean }) => {
      asked.push(refused);
      return Promise.resolve({ authorization: `Bearer ${refused ? 'new' : 'old'}` });
    };

    expect(await aClient().get({ ...call, authorise, reply: z.string() })).toBe('ok');
    expect(asked).toEqual([false, true]);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('that is refused twice needs a person; the connector may say why', async () => {
    script = [json('{"code":"900421"}', 401)];
    const explain = () => ({ remoteCode: '900421', hint: 'Sign in with a second factor.' });
    const authorise = () => Promise.resolve({ authorization: 'Bearer x' });

    await expect(aClient().send({ ...aRead, authorise, explain })).rejects.toMatchObject({
      code: 'remote_signed_out',
      kind: 'needs_operator',
      facts: { remoteCode: '900421', hint: 'Sign in with a second factor.' },
    });
    expect(seen).toHaveLength(2);
  });

  test('never goes to storage addresses, which carry their own right', async () => {
    script = [json('{}')];
    const authorise = () => Promise.resolve({ authorization: 'Bearer x' });

    await aClient().send({
      ...aRead,
      remote: 'blob',
      url: 'https://abc123.blob.core.windows.net/c/f.json.gz?sig=s3cr3t',
      authorise,
      headers: { Authorization: 'Bearer y' },
    });
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(seen[0]?.url).toBe('/abc123.blob.core.windows.net/c/f.json.gz?sig=s3cr3t');
  });
});

test('every call carries its correlation id under the name that the remote knows, and a new request id for each try', async () => {
  script = [json('{}', 503), json('{}')];

  const tracing = { correlation: 'MS-CorrelationId', request: 'MS-RequestId' };
  const answer = await aClient().send({ ...aRead, tracing });

  expect(new Set(seen.map(({ headers }) => headers['ms-correlationid']))).toEqual(new Set([answer.correlationId]));
  expect(new Set(seen.map(({ headers }) => headers['ms-requestid'])).size).toBe(2);
});

test('a link inside an answer is followed only when it leads to the host that was asked', () => {
  const http = aClient();

  expect(http.link(`${sandbox}/api.pax8.com/v1/x?page=2`, 'api.pax8.com')).toBe('https://api.pax8.com/v1/x?page=2');
  expect(() => http.link('https://evil.example/v1/x', 'api.pax8.com')).toThrow(expect.objectContaining({ code: 'remote_host_refused' }));
});
