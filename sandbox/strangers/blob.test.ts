import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { BlobClient, ContainerClient, RestError } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anExport, type Exported, type Manifest } from '../graph/billing/an-export.ts';
import { invoicesOf } from '../ledger/invoices.ts';
import { aSandbox, type TestSandbox } from '../testing.ts';

let box: TestSandbox;
let graph: Exported;
let manifest: Manifest;
let blob: BlobClient;
let whole: Buffer;

const clientOf = ({ rootDirectory, sasToken, blobs }: Manifest, place = 0): BlobClient =>
  new BlobClient(`${rootDirectory}/${blobs[place]?.name ?? ''}?${sasToken}`, undefined, { retryOptions: { maxTries: 1 } });

async function bytesOf({ readableStreamBody }: { readonly readableStreamBody?: NodeJS.ReadableStream }): Promise<Buffer> {
  if (readableStreamBody === undefined) throw new Error('There is no body');
  return buffer(readableStreamBody);
}

/** What the client says when a call fails. */
async function refusal(call: Promise<unknown>): Promise<{ readonly status: number | undefined; readonly code: string | undefined }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof RestError) return { status: error.statusCode, code: error.code };
    throw error;
  }
  throw new Error('The call succeeded');
}

beforeAll(async () => {
  box = await aSandbox({ scale: 60 });
  box.sandbox.world.clock.stop();
  graph = anExport(box, 'pc-1');
  manifest = await graph.manifest(invoicesOf(box.sandbox.world, 'pc-1').at(-1)?.id ?? '');
  blob = clientOf(manifest);
  whole = await graph.bytes(manifest, 0);
});
afterAll(async () => box.sandbox.close());

describe('@azure/storage-blob', () => {
  it('reads the properties of a blob', async () => {
    const properties = await blob.getProperties();
    expect(properties).toMatchObject({
      contentLength: whole.length,
      blobType: 'BlockBlob',
      leaseState: 'available',
      acceptRanges: 'bytes',
    });
    expect(Buffer.from(properties.contentMD5 ?? []).toString('base64')).toBe(createHash('md5').update(whole).digest('base64'));
    expect(properties.etag).toMatch(/^"0x8D[0-9A-F]{12}"$/);
    expect(properties.lastModified).toBeInstanceOf(Date);
    expect(await blob.exists()).toBe(true);
  });

  it('downloads as a stream, into a buffer by parallel ranges, and a part of it', async () => {
    const found = await blob.download();
    expect((await bytesOf(found)).equals(whole)).toBe(true);
    expect((await blob.downloadToBuffer(0, undefined, { blockSize: 1000, concurrency: 4 })).equals(whole)).toBe(true);
    const part = await blob.download(10, 100, { conditions: { ifMatch: found.etag ?? '' }, rangeGetContentMD5: true });
    const bytes = await bytesOf(part);
    expect(bytes.equals(whole.subarray(10, 110))).toBe(true);
    expect(Buffer.from(part.contentMD5 ?? []).toString('base64')).toBe(createHash('md5').update(bytes).digest('base64'));
    const lines = gunzipSync(whole).toString().trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ Currency: 'USD' });
  });

  it('goes on where a broken connection left it', async () => {
    await box.send('POST', 'faults', { match: { remote: 'blobs', method: 'GET' }, do: { cutAfterBytes: 500 }, times: 1 });
    const patient = new BlobClient(blob.url, undefined, { retryOptions: { maxTries: 3, retryDelayInMs: 1, maxRetryDelayInMs: 1 } });
    expect((await bytesOf(await patient.download(0, undefined, { maxRetryRequests: 3 }))).equals(whole)).toBe(true);
    expect(whole.length).toBeGreaterThan(2000);
    const { body } = await box.get('faults');
    expect(body).toMatchObject({ rules: [{ hits: 1 }] });
  });

  it('is told in the codes of the storage service what it may not do', async () => {
    const other = (over: Partial<Manifest>): BlobClient => clientOf({ ...manifest, ...over });
    const anyone = new BlobClient(blob.url.split('?')[0] ?? '', undefined, { retryOptions: { maxTries: 1 } });
    expect(await refusal(anyone.download())).toEqual({ status: 409, code: 'PublicAccessNotPermitted' });
    const bent = manifest.sasToken.replace('sp=r', 'sp=rw');
    expect(await refusal(other({ sasToken: bent }).download())).toEqual({ status: 403, code: 'AuthenticationFailed' });
    expect(await refusal(other({ rootDirectory: manifest.rootDirectory.replace('full', 'basic') }).download())).toMatchObject({
      status: 403,
    });
    expect(await refusal(blob.delete())).toEqual({ status: 403, code: 'AuthorizationPermissionMismatch' });
    expect(await refusal(blob.download(whole.length + 1))).toEqual({ status: 416, code: 'InvalidRange' });
    expect(await refusal(blob.download(0, 10, { conditions: { ifMatch: '"0x8D000000000000"' } }))).toEqual({
      status: 412,
      code: 'ConditionNotMet',
    });
    const missing = other({ blobs: [{ name: 'part-00007-00000000-0000-4000-8000-000000000000.c000.json.gz', partitionValue: 'default' }] });
    expect(await refusal(missing.download())).toEqual({ status: 404, code: 'BlobNotFound' });
    const container = new ContainerClient(`${manifest.rootDirectory.split('/v1/')[0] ?? ''}?${manifest.sasToken}`, undefined, {
      retryOptions: { maxTries: 1 },
    });
    expect((await refusal(container.listBlobsFlat().next())).status).toBe(403);
  });

  it('is refused when the link has ended, until the manifest gives another', async () => {
    box.sandbox.world.clock.step(12 * 3_600_000 + 1000);
    expect(await refusal(blob.getProperties())).toMatchObject({ status: 403 });
    expect(await refusal(blob.download())).toEqual({ status: 403, code: 'AuthenticationFailed' });
    const again = await graph.manifest(invoicesOf(box.sandbox.world, 'pc-1').at(-1)?.id ?? '');
    expect((await clientOf(again).downloadToBuffer()).equals(whole)).toBe(true);
  });
});
