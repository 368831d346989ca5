import { expect, test } from 'vitest';
import { createClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { createAllowList } from './allow.ts';
import { memoryBuckets } from './bucket-store.ts';
import { memoryCircuit } from './circuit.ts';
import { createHttpClient } from './client.ts';
import { publicHosts } from './hosts.ts';
import { limits } from './limits.ts';
import type { RawAnswer } from './recording.ts';
import { createThrottle } from './throttle.ts';
import type { WireAnswer, WireRequest } from './transport.ts';

const clock = createClock();
const url = 'https://store123.blob.core.windows.net/billed/part-0.json.gz?sv=1&sig=secret';
const call = { remote: 'blob', connectionId: 'con-1', family: 'billing', url } as const;
const chunk = Buffer.alloc(1_000, 7);

type Answers = (request: WireRequest, nth: number) => WireAnswer;

/** A client whose remote answers as the test says, with limits that are soon reached. */
function aClient(answers: Answers, own: Partial<(typeof limits)['blob']> = {}) {
  const asked: WireRequest[] = [];
  const kept: RawAnswer[] = [];
  const http = createHttpClient({
    transport: {
      send: (request) => {
        asked.push(request);
        return Promise.resolve(answers(request, asked.length));
      },
      close: () => Promise.resolve(),
    },
    clock,
    random: () => 0.5,
    ids: () => 'id',
    allow: createAllowList({ hosts: publicHosts }),
    throttle: createThrottle({ store: memoryBuckets(), clock }),
    circuit: memoryCircuit(clock),
    recorder: {
      keep: (raw) => {
        kept.push(raw);
        return Promise.resolve('raw-1');
      },
    },
    log: silentLog,
    limits: { ...limits, blob: { ...limits.blob, backoffBaseMs: 1, backoffCapMs: 2, stallMs: 60, ...own } },
  });
  return { http, asked, kept };
}

async function* chunks(count: number, end: () => Promise<void> = () => Promise.resolve()): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n += 1) yield chunk;
  await end();
}

const ok = (body: AsyncIterable<Uint8Array>, headers: Record<string, string> = {}): WireAnswer => ({ status: 200, headers, body });

async function sizeOf(body: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const part of body) bytes += part.byteLength;
  return bytes;
}

test('a file flows by in pieces, packed as it came, is not kept here, and no sign-in goes to where the address is the key', async () => {
  const { http, asked, kept } = aClient(() => ok(chunks(50), { 'content-encoding': 'gzip' }));

  const { body, headers } = await http.download({ ...call, authorise: () => Promise.resolve({ authorization: 'Bearer token' }) });

  expect(await sizeOf(body)).toBe(50_000);
  expect(headers['content-encoding']).toBe('gzip');
  expect(kept).toEqual([]);
  expect(asked[0]?.headers['authorization']).toBeUndefined();
});

test('a remote that is busy is asked again, one that refuses is a fault with its words kept', async () => {
  const busy = aClient((_request, nth) => (nth < 3 ? { status: 503, headers: {}, body: chunks(1) } : ok(chunks(2))));
  expect(await sizeOf((await busy.http.download(call)).body)).toBe(2_000);

  const refused = aClient(() => ({ status: 403, headers: {}, body: chunks(1) }));
  await expect(refused.http.download(call)).rejects.toMatchObject({ code: 'remote_forbidden', facts: { rawId: 'raw-1' } });
  expect(refused.kept[0]?.bytes).toEqual(chunk);
});

test('a file that is larger than agreed, ends early, stalls or breaks off is a fault, never a short file', async () => {
  const broken = (): Promise<void> => Promise.reject(new Error('socket hang up'));
  const silent = (): Promise<void> => new Promise(() => undefined);
  const codeOf = async (answer: WireAnswer, own = {}): Promise<unknown> => {
    const { body } = await aClient(() => answer, own).http.download(call);
    return sizeOf(body).then(
      () => 'read',
      (error: unknown) => (error as { code?: string }).code,
    );
  };

  expect(await codeOf(ok(chunks(9)), { maxBytes: 5_000 })).toBe('remote_too_large');
  expect(await codeOf(ok(chunks(1), { 'content-length': '9000' }), { maxBytes: 5_000 })).toBe('remote_too_large');
  expect(await codeOf(ok(chunks(3), { 'content-length': '9000' }))).toBe('remote_timeout');
  expect(await codeOf(ok(chunks(3, broken)))).toBe('remote_down');
  expect(await codeOf(ok(chunks(3, silent)))).toBe('remote_timeout');
  expect(await codeOf(ok(chunks(3), { 'content-length': '3000' }))).toBe('read');
});

test('a reader who takes his time is no silence of the remote', async () => {
  const { body } = await aClient(() => ok(chunks(3))).http.download(call);

  let bytes = 0;
  for await (const part of body) {
    await clock.sleep(100);
    bytes += part.byteLength;
  }
  expect(bytes).toBe(3_000);
});

test('an address that leads to another remote of ours is not followed', async () => {
  const { http, asked } = aClient(() => ok(chunks(1)));

  await expect(http.download({ ...call, url: 'https://graph.microsoft.com/v1.0/me' })).rejects.toMatchObject({
    code: 'remote_host_refused',
  });
  expect(asked).toEqual([]);
});
