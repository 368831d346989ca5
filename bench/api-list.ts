import pg from 'pg';
import { get, keepStore, type Server, type Store, serve } from './api-server.ts';
import { askedAlone, subscriptionColumns } from './asked-alone.ts';
import { bar, quantile } from './bars.ts';
import type { Benchmark, Flags, Measured } from './benchmark.ts';
import { race, type Times, timed, type Work } from './paced.ts';

const sorts: Readonly<Record<string, string>> = {
  customerName: 'customer_key',
  offerName: 'offer_key',
  seats: 'seats',
  endsOn: `coalesce(ends_on, '9999-12-31'::date)`,
  status: 'status',
};
/** Filters of the contract and the same in SQL. */
const filters: readonly (readonly [string, string])[] = [
  ['', 'true'],
  ['status=active', `status = any('{active}')`],
  ['status=suspended,cancelled&term=P1Y', `status = any('{suspended,cancelled}') and term = any('{P1Y}')`],
  ['frequency=annual', `frequency = any('{annual}')`],
  [
    'q=customer a',
    `(customer_key >= 'customer a' and customer_key < 'customer a\u{10FFFF}' or offer_key >= 'customer a' and offer_key < 'customer a\u{10FFFF}')`,
  ],
];

type Wanted = { readonly sort: string; readonly descending: boolean; readonly filter: string; readonly where: string };
const wanted: readonly Wanted[] = Object.keys(sorts).flatMap((sort) =>
  [false, true].flatMap((descending) => filters.map(([filter, where]) => ({ sort, descending, filter, where }))),
);

const result = (times: Times, seconds: number, more: Measured['facts'] = {}): Measured => ({
  seconds,
  facts: {
    calls: times.length,
    p50ms: quantile(times, 0.5).toFixed(2),
    p99ms: quantile(times, 0.99).toFixed(2),
    worstMs: Math.max(...times).toFixed(1),
    ...more,
  },
});

type Page = {
  readonly data: readonly unknown[];
  readonly page: { readonly nextCursor: string | null; readonly previousCursor: string | null };
};

/** First, next and previous page through the product, with its authorisation. */
const overHttp =
  ({ url, key }: Server, { sort, descending, filter }: Wanted): Work =>
  async (times, turn) => {
    const base = `${url}/subscriptions?limit=50&sort=${descending ? '-' : ''}${sort}${filter === '' ? '' : `&${filter.replace(' ', '%20')}`}`;
    const page = async (cursor: string | null): Promise<Page> => {
      const { status, text } = await timed(times, turn, () => get(cursor === null ? base : `${base}&cursor=${cursor}`, key));
      if (status !== 200) throw new Error(`${status} for ${base}: ${text}`);
      return JSON.parse(text) as Page;
    };
    const first = await page(null);
    const next = first.page.nextCursor === null ? first : await page(first.page.nextCursor);
    if (next.page.previousCursor !== null) await page(next.page.previousCursor);
  };

/** The same three pages asked of the database alone, in a transaction with the same scope. */
const ofDatabase =
  (pool: pg.Pool, { sort, descending, where }: Wanted): Work =>
  async (times, turn) => {
    const by = sorts[sort] ?? 'customer_key';
    const page = async (seek: string, down: boolean, values: readonly unknown[]): Promise<{ k: string; i: string }[]> => {
      const direction = down ? 'desc' : 'asc';
      const text = `select ${subscriptionColumns}, (${by})::text as k, subscription_id as i from subscription where retired_at is null and ${where} and ${seek}
        order by ${by} ${direction}, subscription_id ${direction} limit 51`;
      return timed(times, turn, () => askedAlone<{ k: string; i: string }>(pool, text, values));
    };
    const type = ({ seats: 'integer', endsOn: 'date' } as Readonly<Record<string, string>>)[sort] ?? 'text';
    const beyond = (down: boolean): string => `(${by}, subscription_id) ${down ? '<' : '>'} ($1::${type}, $2::uuid)`;
    const first = await page('true', descending, []);
    const last = first[49];
    if (last === undefined || first.length < 51) return;
    const next = await page(beyond(descending), descending, [last.k, last.i]);
    const [top] = next;
    if (top !== undefined) await page(beyond(!descending), !descending, [top.k, top.i]);
  };

/** P12: at most so slow at a fixed rate, in milliseconds. */
const mostMs = 50;

/** The list through a server of the product: once to warm up, then measured. */
async function measureProduct(store: Store, { clients, repeats, perSecond }: Conditions): Promise<Measured> {
  const server = await serve(store);
  try {
    const each = wanted.map((one) => overHttp(server, one));
    await race(clients, each);
    const { times, seconds } = await race(clients, repeated(each, repeats), perSecond);
    const facts = perSecond === 0 ? {} : { p99: bar(quantile(times, 0.99), mostMs, 'ms', 1) };
    return result(times, seconds, { coldStartMs: Math.round(server.coldStartMs), ...facts });
  } finally {
    await server.stop();
  }
}

type Conditions = {
  readonly clients: number;
  readonly repeats: number;
  /** Calls a second; 0: as fast as they are answered. */
  readonly perSecond: number;
};

const repeated = (work: readonly Work[], times: number): readonly Work[] => Array.from({ length: times }, () => work).flat();

/** Pages of a list of 100,000 subscriptions through the API beside the database's own time for the same queries (P12), and the cold start (P14). */
export const apiList: Benchmark = {
  name: 'api-list',
  what: 'First, next and previous page for every sort and some filters, over HTTP with authorisation; the peer is the same SQL alone; --rate',
  prepare: async (flags: Flags) => {
    const subscriptions = flags.count('subscriptions', 100_000);
    const conditions: Conditions = {
      clients: flags.count('clients', 8),
      repeats: flags.count('repeats', 4),
      perSecond: flags.count('rate', 0),
    };
    const { clients, repeats, perSecond } = conditions;
    const store = await keepStore(subscriptions);
    await (await serve(store)).stop(); // makes the key
    const product = (): Promise<Measured> => measureProduct(store, conditions);
    const database = async (): Promise<Measured> => {
      const pool = new pg.Pool({ host: store.host, database: store.database, user: 'concord_app', max: clients });
      try {
        const each = wanted.map((one) => ofDatabase(pool, one));
        await race(clients, each);
        const { times, seconds } = await race(clients, repeated(each, repeats), perSecond);
        return result(times, seconds);
      } finally {
        await pool.end();
      }
    };
    return {
      facts: { subscriptions, ...conditions },
      contenders: [
        { name: 'concord', run: product },
        { name: 'database', run: database },
      ],
    };
  },
};
