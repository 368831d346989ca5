import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import type { Benchmark, Measured } from './benchmark.ts';

type Usage = { readonly cpuSeconds: number; readonly rssMiB: number; readonly peakMiB: number };
type Manifest = { readonly rootDirectory: string; readonly sasToken: string; readonly blobs: readonly { readonly name: string }[] };

const heard = async <Answer>(child: ChildProcess, message?: string): Promise<Answer> => {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The sandbox ended')));
  const answer = Promise.race([once(child, 'message'), ended]);
  if (message !== undefined) child.send(message);
  // Written by sandbox-export-server.ts, which knows the shapes.
  return ((await answer) as [Answer])[0];
};

// What the sandbox answers on these paths.
const jsonOf = async <Body>(answer: Response): Promise<Body> => (await answer.json()) as Body;

/** A token for Graph, and the partner's newest invoice. */
async function signIn(url: string): Promise<{ readonly authorization: string; readonly invoiceId: string }> {
  type Account = { readonly tenantId: string; readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string };
  const tokenFor = async (audience: string): Promise<string> => {
    const { partnerAccounts } = await jsonOf<{ readonly partnerAccounts: readonly Account[] }>(await fetch(`${url}/_control/credentials`));
    const [account] = partnerAccounts;
    if (account === undefined) throw new Error('The sandbox has no partner account');
    const answer = await fetch(`${url}/login.microsoftonline.com/${account.tenantId}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: account.clientId,
        client_secret: account.clientSecret,
        resource: audience,
        refresh_token: account.refreshToken,
      }),
    });
    return `Bearer ${(await jsonOf<{ readonly access_token: string }>(answer)).access_token}`;
  };
  const { items } = await jsonOf<{ readonly items: readonly { readonly id: string; readonly invoiceType: string }[] }>(
    await fetch(`${url}/api.partnercenter.microsoft.com/v1/invoices?size=200`, {
      headers: { authorization: await tokenFor('https://api.partnercenter.microsoft.com') },
    }),
  );
  const invoice = items.findLast(({ invoiceType }) => invoiceType === 'OneTime');
  return { authorization: await tokenFor('https://graph.microsoft.com'), invoiceId: invoice?.id ?? '' };
}

/** Asks for the export and waits until its manifest is there. */
async function exported(
  url: string,
  kind: string,
  { authorization, invoiceId }: { authorization: string; invoiceId: string },
): Promise<Manifest> {
  const headers = { authorization, 'content-type': 'application/json' };
  const asked = await fetch(`${url}/graph.microsoft.com/v1.0/reports/partners/billing/${kind}/billed/export`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ invoiceId, attributeSet: 'full' }),
  });
  await fetch(`${url}/_control/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"step":6}' });
  for (;;) {
    const operation = await jsonOf<Readonly<Record<string, string>>>(await fetch(asked.headers.get('location') ?? '', { headers }));
    if (operation['status'] === 'failed') throw new Error(JSON.stringify(operation));
    const link = operation['resourceLocation@odata.navigationLink'];
    if (link !== undefined) return jsonOf<Manifest>(await fetch(link, { headers }));
    await sleep(100);
  }
}

async function* bytesOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body !== null) yield* body;
}

/** Downloads every blob, unpacks it and counts its lines. */
async function download({ rootDirectory, sasToken, blobs }: Manifest): Promise<{ readonly lines: number; readonly bytes: number }> {
  let [lines, bytes] = [0, 0];
  for (const { name } of blobs) {
    const answer = await fetch(`${rootDirectory}/${name}?${sasToken}`);
    if (answer.status !== 200) throw new Error(`${String(answer.status)} ${await answer.text()}`);
    const gunzip = createGunzip();
    const sent = (async () => {
      for await (const part of bytesOf(answer)) {
        bytes += part.length;
        if (!gunzip.write(part)) await once(gunzip, 'drain');
      }
      gunzip.end();
    })();
    for await (const part of gunzip as AsyncIterable<Uint8Array>) for (const byte of part) if (byte === 10) lines += 1;
    await sent;
  }
  return { lines, bytes };
}

async function run(kind: string, count: number): Promise<Measured> {
  const child = fork(path.join(import.meta.dirname, 'sandbox-export-server.ts'), [kind, String(count)]);
  try {
    const { url } = await heard<{ readonly url: string }>(child);
    const signedIn = await signIn(url);
    const before = await heard<Usage>(child, 'mark');
    const startedAt = performance.now();
    const manifest = await exported(url, kind, signedIn);
    const readySeconds = (performance.now() - startedAt) / 1000;
    const { lines, bytes } = await download(manifest);
    const seconds = (performance.now() - startedAt) / 1000;
    const after = await heard<Usage>(child, 'peak');
    return {
      seconds,
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      peakMiB: after.peakMiB,
      facts: {
        lines,
        linesASecond: Math.round(lines / seconds),
        readySeconds: readySeconds.toFixed(1),
        blobs: manifest.blobs.length,
        gzipMiB: Math.round(bytes / 1_048_576),
        worldMiB: before.rssMiB,
        grownMiB: after.peakMiB - before.rssMiB,
      },
    };
  } finally {
    const ended = once(child, 'exit');
    if (child.connected) child.disconnect();
    await ended;
  }
}

/** Export of 1,000,000 lines streams in constant memory: what grows beside the world is the same for a tenth of the lines. */
export const sandboxExport: Benchmark = {
  name: 'sandbox-export',
  what: 'A billed export of Graph from the request to the last downloaded line; grownMiB is memory beside the world itself.',
  prepare: (flags) => {
    const lines = flags.count('lines', 1_000_000);
    return Promise.resolve({
      facts: { lines },
      contenders: [
        { name: 'lines', run: () => run('reconciliation', lines) },
        { name: 'a tenth', run: () => run('reconciliation', Math.ceil(lines / 10)) },
        { name: 'usage lines', run: () => run('usage', lines) },
      ],
    });
  },
};
