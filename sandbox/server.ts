import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerCall, type Ending } from './answering.ts';
import { control } from './control.ts';
import type { FaultEffect } from './faults/rule.ts';
import { json, type Remote, type RemoteAnswer, type RemoteRequest } from './remote.ts';
import type { Stage } from './stage.ts';

export type SandboxServer = { readonly url: string; readonly port: number; close(): Promise<void> };

const maxBody = 32 * 1024 * 1024;

/** Shows all remotes of a stage on one port: below their host names as prefix, and by Host header (product.md 4.4). */
export async function serve(
  stage: Stage,
  at: { readonly port: number; readonly host: string },
  log: (line: string) => void,
): Promise<SandboxServer> {
  const server = createServer({ keepAliveTimeout: 65_000, maxHeaderSize: 64 * 1024 }, (incoming, outgoing) => {
    handle(stage, incoming, outgoing, log).catch((error: unknown) => {
      log(`sandbox: ${error instanceof Error ? error.message : String(error)}`);
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : at.port;
  return {
    port,
    url: `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function handle(stage: Stage, incoming: IncomingMessage, outgoing: ServerResponse, log: (line: string) => void): Promise<void> {
  const found = locate(stage.remotes, incoming);
  const rawBody = hasBody(incoming) ? await bodyOf(incoming) : noBytes;
  if (rawBody === undefined) {
    await write(outgoing, json(413, { code: 'too_large', message: 'The sandbox takes bodies up to 32 MiB.' }), [], {});
    return;
  }
  const request = toRequest(incoming, found, rawBody);
  if (found.remote === undefined) {
    await write(outgoing, await unprefixed(stage, incoming, request, found.host), [], {});
    return;
  }
  await end(outgoing, await answerCall(stage, found.remote, request, log), stage);
}

async function end(outgoing: ServerResponse, ending: Ending, stage: Stage): Promise<void> {
  if (ending.kind === 'silence') return;
  if (ending.kind === 'reset') {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  outgoing.setHeader('date', dateText(stage.world.clock.nowMs()));
  await write(outgoing, ending.answer, ending.rules, ending.effect);
}

let lastDate = { second: Number.NaN, text: '' };

/** The world's time as HTTP says it; most calls fall into the same second. */
function dateText(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (lastDate.second !== second) lastDate = { second, text: new Date(ms).toUTCString() };
  return lastDate.text;
}

/** What is no remote: the control API, for programs on this machine only, and the start page. */
async function unprefixed(stage: Stage, incoming: IncomingMessage, request: RemoteRequest, host: string): Promise<RemoteAnswer> {
  if (host === '') return { status: 302, headers: { location: '/_control/' } };
  if (host !== '_control') {
    return json(404, {
      code: 'unknown_remote',
      message: `The sandbox has no remote named ${host}.`,
      hosts: stage.remotes.flatMap((remote) => remote.hosts.map(String)),
    });
  }
  if (!isLoopback(incoming.socket.remoteAddress))
    return json(403, { code: 'loopback_only', message: 'The control API answers this machine only.' });
  return control(request, stage);
}

const isLoopback = (address: string | undefined): boolean => address !== undefined && /^(::1|(::ffff:)?127\.)/.test(address);

type Found = {
  readonly remote: Remote | undefined;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly origin: string;
  readonly prefixed: boolean;
};

function locate(remotes: readonly Remote[], incoming: IncomingMessage): Found {
  const [path, query] = splitOnce(incoming.url ?? '/', '?');
  const rawQuery = query === undefined ? '' : `?${query}`;
  const hostHeader = incoming.headers.host ?? '';
  const origin = `http://${hostHeader}`;
  const byHost = hostHeader.replace(/:\d+$/, '').toLowerCase();
  const direct = remoteAt(remotes, byHost);
  if (direct !== undefined) return { remote: direct, host: byHost, path, query: rawQuery, origin, prefixed: false };
  const segment = path.split('/')[1] ?? '';
  const host = segment.toLowerCase();
  const rest = path.slice(segment.length + 1);
  return {
    remote: remoteAt(remotes, host),
    host,
    path: segment === '' || rest === '' ? '/' : rest,
    query: rawQuery,
    origin,
    prefixed: true,
  };
}

const hostBooks = new WeakMap<readonly Remote[], Map<string, Remote>>();

/** The remote behind a host name; those that were found are remembered. */
function remoteAt(remotes: readonly Remote[], host: string): Remote | undefined {
  const book = hostBooks.get(remotes) ?? new Map<string, Remote>();
  hostBooks.set(remotes, book);
  const known = book.get(host);
  if (known !== undefined) return known;
  const found = remotes.find((remote) => serves(remote, host));
  if (found !== undefined && book.size < 1000) book.set(host, found);
  return found;
}

const serves = (remote: Remote, host: string): boolean =>
  remote.hosts.some((name) => (typeof name === 'string' ? name === host : name.test(host)));

function splitOnce(text: string, at: string): [string, string?] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

function toRequest(incoming: IncomingMessage, found: Found, rawBody: Buffer): RemoteRequest {
  const linkTo = (host: string): string => (found.prefixed ? `${found.origin}/${host}` : `https://${host}`);
  let query: URLSearchParams | undefined;
  let body: string | undefined;
  return {
    method: incoming.method ?? 'GET',
    host: found.host,
    path: found.path,
    // Most handlers need neither; each is read once when somebody asks.
    get query() {
      return (query ??= new URLSearchParams(found.query));
    },
    rawQuery: found.query,
    headers: headersOf(incoming),
    rawBody,
    get body() {
      return (body ??= rawBody.toString('utf8'));
    },
    linkBase: linkTo(found.host),
    linkTo,
  };
}

/** Only `set-cookie`, which no client sends, arrives as a list: all others are one text already. */
function headersOf({ headers }: IncomingMessage): RemoteRequest['headers'] {
  const { 'set-cookie': cookies, ...others } = headers;
  // Every other member of Node's type is a text.
  const texts = (cookies === undefined ? headers : others) as Record<string, string | undefined>;
  return cookies === undefined ? texts : { ...texts, 'set-cookie': cookies.join(', ') };
}

const noBytes = Buffer.alloc(0);
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBody) chunks.push(chunk);
  }
  return size > maxBody ? undefined : Buffer.concat(chunks);
}

const bytesOf = (body: RemoteAnswer['body']): Buffer => (typeof body === 'string' ? Buffer.from(body) : Buffer.from(body ?? ''));

async function write(outgoing: ServerResponse, answer: RemoteAnswer, rules: readonly string[], effect: FaultEffect): Promise<void> {
  outgoing.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) outgoing.setHeader(name, value);
  if (rules.length > 0) outgoing.setHeader('x-sim-rule', rules.join(','));
  if (answer.status === 204 || answer.status === 304 || outgoing.req.method === 'HEAD') {
    outgoing.end();
    return;
  }
  if (answer.stream !== undefined) {
    await writeStream(outgoing, answer.stream, effect);
    return;
  }
  if (typeof answer.body === 'string' && isWhole(effect)) {
    // As text it leaves together with the headers in one piece.
    outgoing.setHeader('content-length', Buffer.byteLength(answer.body));
    outgoing.end(answer.body);
    return;
  }
  const bytes = bytesOf(answer.body);
  outgoing.setHeader('content-length', bytes.length);
  await writeBody(outgoing, bytes, effect);
}

const isWhole = ({ cutAfterBytes, dripBytesPerSecond }: FaultEffect): boolean =>
  cutAfterBytes === undefined && dripBytesPerSecond === undefined;

async function writeBody(outgoing: ServerResponse, bytes: Buffer, { cutAfterBytes, dripBytesPerSecond }: FaultEffect): Promise<void> {
  if (isWhole({ cutAfterBytes, dripBytesPerSecond })) {
    outgoing.end(bytes);
    return;
  }
  const sent = bytes.subarray(0, cutAfterBytes ?? bytes.length);
  if (dripBytesPerSecond !== undefined) await drip(outgoing, sent, dripBytesPerSecond);
  else await written(outgoing, sent);
  // The promised length is not reached: the connection breaks off in the middle.
  if (sent.length < bytes.length) outgoing.destroy();
  else outgoing.end();
}

/** Sends a long body as fast as the other side reads it, or as slowly as a rule says; a cut breaks it off. */
async function writeStream(
  outgoing: ServerResponse,
  stream: AsyncIterable<Uint8Array>,
  { cutAfterBytes, dripBytesPerSecond }: FaultEffect,
): Promise<void> {
  let left = cutAfterBytes ?? Number.POSITIVE_INFINITY;
  for await (const chunk of stream) {
    if (outgoing.destroyed) return;
    const part = chunk.subarray(0, Math.min(chunk.length, left));
    left -= part.length;
    if (dripBytesPerSecond !== undefined) await drip(outgoing, part, dripBytesPerSecond);
    else if (!outgoing.write(part)) await drained(outgoing);
    if (left <= 0) {
      outgoing.destroy();
      return;
    }
  }
  outgoing.end();
}

const drained = (outgoing: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      outgoing.off('drain', done).off('close', done);
      resolve();
    };
    outgoing.on('drain', done).on('close', done);
  });

const written = (outgoing: ServerResponse, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => {
    outgoing.flushHeaders();
    outgoing.write(bytes, () => {
      resolve();
    });
  });

async function drip(outgoing: ServerResponse, bytes: Uint8Array, perSecond: number): Promise<void> {
  const step = Math.max(1, Math.floor(perSecond / 10));
  for (let at = 0; at < bytes.length && !outgoing.destroyed; at += step) {
    outgoing.write(bytes.subarray(at, at + step));
    await sleep(100);
  }
}
