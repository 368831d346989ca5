import type { Benchmark, Measured } from './benchmark.ts';
import { load } from './http-load.ts';
import { say, withServer } from './with-server.ts';

type Usage = { readonly cpuSeconds: number; readonly rssMiB: number; readonly heapMiB: number };

async function bearer(url: string): Promise<string> {
  const credentials = (await (await fetch(`${url}/_control/credentials`)).json()) as {
    readonly partnerAccounts: readonly {
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly refreshToken: string;
    }[];
  };
  const [account] = credentials.partnerAccounts;
  if (account === undefined) throw new Error('The sandbox has no partner account');
  const answer = await fetch(`${url}/login.microsoftonline.com/${account.tenantId}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: account.clientId,
      client_secret: account.clientSecret,
      resource: 'https://api.partnercenter.microsoft.com',
      refresh_token: account.refreshToken,
    }),
  });
  return String(((await answer.json()) as { readonly access_token: unknown }).access_token);
}

const share = (times: readonly number[], part: number): string =>
  (times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN).toFixed(2);

/** Simple reads, all over a few kept connections. "On one core" = calls for each second of the server's own processor time. */
async function reads(args: readonly string[], calls: number, clients: number, signedIn: boolean): Promise<Measured> {
  return withServer(args, async (child, { url, paths, startSeconds, rssMiB }) => {
    const headers: Record<string, string> = signedIn ? { authorization: `Bearer ${await bearer(url)}`, accept: 'application/json' } : {};
    const requests = Array.from({ length: calls }, (_, n) => ({ path: paths[n % paths.length] ?? '/', headers }));
    await load(url, requests.slice(0, Math.min(5000, calls)), clients);
    const before = await say<Usage>(child, 'usage');
    const { times, seconds, bytes } = await load(url, requests, clients);
    const after = await say<Usage>(child, 'usage');
    const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
    return {
      seconds,
      cpuSeconds,
      peakMiB: after.rssMiB,
      facts: {
        readsASecond: Math.round(calls / seconds),
        readsACoreSecond: Math.round(calls / cpuSeconds),
        p50ms: share(times, 0.5),
        p99ms: share(times, 0.99),
        bytesACall: Math.round(bytes / calls),
        ...(startSeconds === undefined ? {} : { startSeconds: startSeconds.toFixed(2), startMiB: rssMiB ?? 0 }),
      },
    };
  });
}

/** Simple reads of Partner Center in a world of 3,000 customers beside Node's bare server (bars: 3,000 a second on one core, p99 10 ms, start 3 s). */
export const sandboxReads: Benchmark = {
  name: 'sandbox-reads',
  what: 'One subscription of Partner Center by id, with its sign-in; the peer is a bare node:http server with a JSON answer.',
  prepare: (flags) => {
    const [customers, calls, clients] = [flags.count('customers', 3000), flags.count('calls', 30_000), flags.count('clients', 8)];
    return Promise.resolve({
      facts: { customers, calls, clients },
      contenders: [
        { name: 'sandbox', run: () => reads(['sandbox', String(customers)], calls, clients, true) },
        { name: 'node:http', run: () => reads(['peer'], calls, clients, false) },
      ],
    });
  },
};

/** How a world starts (bar: 3 s for 3,000 customers), with its memory after a collection. `--customers 145000` has 1,000,000 subscriptions. */
export const sandboxStart: Benchmark = {
  name: 'sandbox-start',
  what: 'A new world of any size: `--customers 100000`.',
  prepare: (flags) => {
    const customers = flags.count('customers', 3000);
    const run = (): Promise<Measured> =>
      withServer(['sandbox', String(customers)], async (child, { startSeconds = Number.NaN, subscriptions = 0, rssMiB = 0 }) => {
        const { cpuSeconds, heapMiB } = await say<Usage>(child, 'usage');
        return { seconds: startSeconds, cpuSeconds, peakMiB: rssMiB, facts: { subscriptions, heapMiB, cpuSeconds: cpuSeconds.toFixed(1) } };
      });
    return Promise.resolve({ facts: { customers }, contenders: [{ name: 'sandbox', run }] });
  },
};

/** A year of clock (bar: 30 s for 3,000 customers). */
export const sandboxYear: Benchmark = {
  name: 'sandbox-year',
  what: 'Twelve months of the clock with everything that happens in them.',
  prepare: (flags) => {
    const customers = flags.count('customers', 3000);
    const run = (): Promise<Measured> =>
      withServer(['sandbox', String(customers)], async (child, { subscriptions = 0 }) => {
        const year = await say<{ seconds: number; cpuSeconds: number; events: number; rssMiB: number }>(child, 'year');
        const { seconds, cpuSeconds, events, rssMiB } = year;
        return { seconds, cpuSeconds, peakMiB: rssMiB, facts: { cpuSeconds: cpuSeconds.toFixed(1), subscriptions, events } };
      });
    return Promise.resolve({ facts: { customers }, contenders: [{ name: 'sandbox', run }] });
  },
};
