import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { findStored, type StoredBlob } from '../graph/billing/stored.ts';
import type { Remote, RemoteAnswer, RemoteRequest } from '../remote.ts';
import type { World } from '../world/world.ts';
import { type BlobError, blobError } from './errors.ts';
import { type Range, rangeOf } from './range.ts';
import { sasProblem } from './sas.ts';
import { closeSpool } from './spool.ts';

type Call = { readonly request: RemoteRequest; readonly world: World; readonly requestId: string };

const refused = ({ world, requestId }: Call, code: BlobError, detail?: string): RemoteAnswer => blobError(world, requestId, code, detail);

/** Why the caller may not read; undefined when he may. */
function gate(call: Call): RemoteAnswer | undefined {
  const { request, world } = call;
  if (!request.query.has('sig')) return refused(call, 'PublicAccessNotPermitted');
  const problem = sasProblem(world, request.host, decoded(request.path), request.query);
  if (problem !== undefined) return refused(call, 'AuthenticationFailed', problem.detail);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  // The token reads blobs: it writes nothing and lists nothing.
  return isRead && !request.query.has('comp') && !request.query.has('restype')
    ? undefined
    : refused(call, 'AuthorizationPermissionMismatch');
}

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

async function answer(call: Call): Promise<RemoteAnswer> {
  const early = gate(call);
  if (early !== undefined) return early;
  const blob = await findStored(call.world, call.request.host, decoded(call.request.path));
  if (blob === undefined) return refused(call, 'BlobNotFound');
  return unchanged(call, blob) ?? (await content(call, blob));
}

/** Conditions of the request: 412 when the caller wants another state, 304 when he has this one. */
function unchanged(call: Call, blob: StoredBlob): RemoteAnswer | undefined {
  const { headers, method } = call.request;
  const [match, none] = [headers['if-match'], headers['if-none-match']];
  const [since, before] = [headers['if-modified-since'], headers['if-unmodified-since']];
  const isOther = match !== undefined && !names(match, blob.etag);
  if (isOther || (before !== undefined && blob.modifiedMs > Date.parse(before))) return refused(call, 'ConditionNotMet');
  const isKnown = none === undefined ? since !== undefined && blob.modifiedMs <= Date.parse(since) : names(none, blob.etag);
  if (!isKnown) return undefined;
  return method === 'GET' || method === 'HEAD' ? { status: 304, headers: { etag: blob.etag } } : refused(call, 'ConditionNotMet');
}

const names = (header: string, etag: string): boolean =>
  header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);

async function content(call: Call, blob: StoredBlob): Promise<RemoteAnswer> {
  const { headers, method } = call.request;
  const range = rangeOf(headers['x-ms-range'] ?? headers['range'], blob.size);
  const all = propertiesOf(blob);
  if (method === 'HEAD') return { status: 200, headers: { ...all, 'content-length': String(blob.size), 'content-md5': blob.md5 } };
  if (range === 'outside') {
    const refusal = refused(call, 'InvalidRange');
    return { ...refusal, headers: { ...refusal.headers, 'content-range': `bytes */${String(blob.size)}` } };
  }
  if (range === undefined) {
    return {
      status: 200,
      headers: { ...all, 'content-length': String(blob.size), 'content-md5': blob.md5 },
      stream: createReadStream(blob.file),
    };
  }
  return await part(call, blob, range);
}

const mostForMd5 = 4 * 1024 * 1024;

async function part(call: Call, blob: StoredBlob, { from, to }: Range): Promise<RemoteAnswer> {
  const length = to - from + 1;
  const wantsMd5 = call.request.headers['x-ms-range-get-content-md5']?.toLowerCase() === 'true';
  if (wantsMd5 && length > mostForMd5) return refused(call, 'OutOfRangeInput');
  const headers = {
    ...propertiesOf(blob),
    'content-length': String(length),
    'content-range': `bytes ${String(from)}-${String(to)}/${String(blob.size)}`,
    'x-ms-blob-content-md5': blob.md5,
    ...(wantsMd5 ? { 'content-md5': await md5Of(blob.file, from, length) } : {}),
  };
  return { status: 206, headers, stream: createReadStream(blob.file, { start: from, end: to }) };
}

async function md5Of(file: string, from: number, length: number): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read({ buffer: Buffer.alloc(length), position: from });
    return createHash('md5').update(buffer).digest('base64');
  } finally {
    await handle.close();
  }
}

const propertiesOf = (blob: StoredBlob): Readonly<Record<string, string>> => ({
  'content-type': 'application/octet-stream',
  'accept-ranges': 'bytes',
  etag: blob.etag,
  'last-modified': new Date(blob.modifiedMs).toUTCString(),
  'x-ms-creation-time': new Date(blob.modifiedMs).toUTCString(),
  'x-ms-blob-type': 'BlockBlob',
  'x-ms-lease-status': 'unlocked',
  'x-ms-lease-state': 'available',
  'x-ms-server-encrypted': 'true',
});

/** The storage service as far as billing exports need it: blobs behind signed links, read whole or in parts. */
export const blobs: Remote = {
  name: 'blobs',
  hosts: [/^[a-z0-9]{3,24}\.blob\.core\.windows\.net$/],
  handle: async (request, world) => {
    const requestId = world.newId();
    const found = await answer({ request, world, requestId });
    const client = request.headers['x-ms-client-request-id'];
    return {
      ...found,
      headers: {
        server: 'Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0',
        'x-ms-request-id': requestId,
        'x-ms-version': request.headers['x-ms-version'] ?? request.query.get('sv') ?? '2021-08-06',
        ...(client === undefined ? {} : { 'x-ms-client-request-id': client }),
        ...found.headers,
      },
    };
  },
  watch: (world) => () => closeSpool(world),
};
