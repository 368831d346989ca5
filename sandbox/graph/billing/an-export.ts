import { gunzipSync } from 'node:zlib';
import type { TestSandbox } from '../../testing.ts';

// For tests: a partner who exports billing data over HTTP and reads what it was given.

export type Line = Readonly<Record<string, unknown>>;
export type Manifest = {
  readonly eTag: string;
  readonly rootDirectory: string;
  readonly sasToken: string;
  readonly blobCount: number;
  readonly blobs: readonly { readonly name: string; readonly partitionValue: string }[];
};
type Answer = { readonly status: number; readonly headers: Headers; readonly body: Readonly<Record<string, unknown>> };

export type Exported = {
  /** POST below `/reports/partners/billing`. */
  ask(path: string, body: unknown): Promise<Answer>;
  get(address: string): Promise<Answer>;
  /** All lines of an export, after its time has passed. */
  export(path: string, body: unknown): Promise<readonly Line[]>;
  linesOf(manifestAddress: string): Promise<readonly Line[]>;
  linesIn(manifest: Manifest): Promise<readonly Line[]>;
  /** Manifest of a billed reconciliation export. */
  manifest(invoiceId: string): Promise<Manifest>;
  /** One blob as it is stored. */
  bytes(manifest: Manifest, place: number): Promise<Buffer>;
};

const audience = 'https://graph.microsoft.com';

export function anExport(box: TestSandbox, account: string): Exported {
  // Tokens end while tests move the clock.
  const headers = async () => ({ authorization: `Bearer ${await box.bearer(account, audience)}`, 'content-type': 'application/json' });
  const read = async (answer: Response): Promise<Answer> => {
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
  };
  const get = async (address: string): Promise<Answer> => read(await fetch(address, { headers: await headers() }));
  const ask = async (path: string, body: unknown): Promise<Answer> =>
    read(
      await fetch(`${box.url}/graph.microsoft.com/v1.0/reports/partners/billing${path}`, {
        method: 'POST',
        headers: await headers(),
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  const manifestAt = async (path: string, body: unknown): Promise<string> => {
    const asked = await ask(path, body);
    box.sandbox.world.clock.step(6000);
    const done = await get(asked.headers.get('location') ?? '');
    const link = done.body['resourceLocation@odata.navigationLink'];
    if (typeof link !== 'string') throw new Error(`${String(asked.status)} ${JSON.stringify(done.body)}`);
    return link;
  };
  // The sandbox's own manifest.
  const manifestOf = async (address: string): Promise<Manifest> => (await get(address)).body as Manifest;
  const bytes = async ({ rootDirectory, sasToken, blobs }: Manifest, place: number): Promise<Buffer> => {
    const answer = await fetch(`${rootDirectory}/${blobs[place]?.name ?? ''}?${sasToken}`);
    if (answer.status !== 200) throw new Error(`${String(answer.status)} ${await answer.text()}`);
    return Buffer.from(await answer.arrayBuffer());
  };
  const linesIn = async (manifest: Manifest): Promise<readonly Line[]> => {
    const texts: string[] = [];
    for (const place of manifest.blobs.keys()) texts.push(gunzipSync(await bytes(manifest, place)).toString());
    return texts
      .flatMap((text) => text.replace(/^\u{feff}/u, '').split('\n'))
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as Line);
  };
  const linesOf = async (address: string): Promise<readonly Line[]> => linesIn(await manifestOf(address));
  return {
    ask,
    get,
    linesOf,
    linesIn,
    bytes,
    export: async (path, body) => linesOf(await manifestAt(path, body)),
    manifest: async (invoiceId) => manifestOf(await manifestAt('/reconciliation/billed/export', { invoiceId, attributeSet: 'full' })),
  };
}
