import { createHash } from 'node:crypto';
import pg from 'pg';
import { must } from '../src/lib/must.ts';
import { Seeded } from '../src/lib/seeded.ts';
import { publicId } from '../src/model/ids.ts';
import { get, keepStore, type Server, serve } from './api-server.ts';
import { askedAlone, subscriptionColumns } from './asked-alone.ts';
import { bar, quantile } from './bars.ts';
import type { Benchmark, Measured } from './benchmark.ts';
import { race, timed, type Work } from './paced.ts';
import { storedCustomerId, storedSubscriptionId } from './stored-ids.ts';

/** One question: its address, what its answer must hold, and the same as a statement. */
type Asked = { readonly path: string; readonly holds: string; readonly sql: string; readonly values: readonly unknown[] };
type Query = { readonly name: string; readonly ask: (random: Seeded) => Asked };
type Estate = { readonly customers: number; readonly subscriptions: number; readonly cursors: readonly string[] };

/** The four queries of the performance reference, section 6, that a page may ask; the other two are what it forbids. */
const queriesOf = ({ customers, subscriptions, cursors }: Estate): readonly Query[] => [
  {
    name: 'one by id',
    ask: (random) => {
      const id = storedSubscriptionId(random.int(1, subscriptions));
      const asked = publicId('subscription', id);
      return {
        path: `/subscriptions/${asked}`,
        holds: asked,
        sql: `select ${subscriptionColumns} from subscription where subscription_id = $1`,
        values: [id],
      };
    },
  },
  {
    name: 'of a customer',
    ask: (random) => {
      const id = storedCustomerId(random.int(1, Math.floor(customers / 50))); // those with many
      const asked = publicId('customer', id);
      return {
        path: `/subscriptions?limit=50&customerId=${asked}`,
        holds: asked,
        sql: `select ${subscriptionColumns} from subscription where retired_at is null and customer_id = $1 order by customer_key, subscription_id limit 51`,
        values: [id],
      };
    },
  },
  {
    name: 'renewals',
    ask: (random) => {
      const cursor = random.pick(cursors);
      const { k, i } = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as { k: string; i: string };
      return {
        path: `/subscriptions?limit=50&sort=endsOn&cursor=${cursor}`,
        holds: '"endsOn"',
        sql: `select ${subscriptionColumns} from subscription where retired_at is null
          and (ends_key, subscription_id) > ($1::date, $2::uuid) order by ends_key, subscription_id limit 51`,
        values: [k, i],
      };
    },
  },
  {
    name: 'search',
    ask: (random) => {
      const n = random.int(1, customers);
      const letters = createHash('md5').update(String(n)).digest('hex').slice(8, 14);
      return {
        path: `/customers?limit=50&q=${letters}`,
        holds: publicId('customer', storedCustomerId(n)),
        sql: `select customer_id, name, domain, tenant_id from customer where customer_id in (select customers_with($1)) order by name_key limit 51`,
        values: [letters],
      };
    },
  },
];

/** Places in the list of renewals, as a reader comes by them: page by page. */
async function placesIn({ url, key }: Server, pages: number): Promise<readonly string[]> {
  const cursors: string[] = [];
  for (let page = 0; page < pages; page += 1) {
    const { text } = await get(
      `${url}/subscriptions?limit=50&sort=endsOn${page === 0 ? '' : `&cursor=${must(cursors.at(-1), 'a place')}`}`,
      key,
    );
    cursors.push(must((JSON.parse(text) as { page: { nextCursor: string | null } }).page.nextCursor ?? undefined, 'a next page'));
  }
  return cursors;
}

const throughProduct =
  ({ url, key }: Server, { path, holds }: Asked): Work =>
  async (times, turn) => {
    const { status, text } = await timed(times, turn, () => get(`${url}${path}`, key));
    if (status !== 200 || !text.includes(holds)) throw new Error(`${status} for ${path}: ${text.slice(0, 500)}`);
  };

const ofDatabase =
  (pool: pg.Pool, { sql, values }: Asked): Work =>
  async (times, turn) => {
    const found = await timed(times, turn, () => askedAlone(pool, sql, values));
    if (found.length === 0) throw new Error(`Nothing found: ${sql}`);
  };

/** P12: so slow at most, or four times what the database takes where that is more, and never slower than the second. In milliseconds. */
const [usualMs, mostMs] = [10, 50];

export const apiQueries: Benchmark = {
  name: 'api-queries',
  what: 'the queries of P12 through the API with authorisation, and the same SQL alone, at a fixed rate; --subscriptions, --rate, --seconds a query',
  rounds: 1,
  areApart: true,
  prepare: async (flags) => {
    const subscriptions = flags.count('subscriptions', 1_000_000);
    const [clients, perSecond, seconds] = [flags.count('clients', 8), flags.count('rate', 200), flags.count('seconds', 20)];
    const store = await keepStore(subscriptions);
    await (await serve(store)).stop(); // makes the key
    const server = await serve(store);
    const pool = new pg.Pool({ host: store.host, database: store.database, user: 'concord_app', max: clients });
    const estate = { subscriptions, customers: Math.floor(subscriptions / 10), cursors: await placesIn(server, 40) };
    const measure = async (query: Query, doing: (asked: Asked) => Work): Promise<{ p50: number; p99: number; seconds: number }> => {
      const random = new Seeded(query.name);
      const work = (count: number): Work[] => Array.from({ length: count }, () => doing(query.ask(random)));
      await race(clients, work(2 * perSecond));
      const run = await race(clients, work(seconds * perSecond), perSecond);
      return { p50: quantile(run.times, 0.5), p99: quantile(run.times, 0.99), seconds: run.seconds };
    };
    const run = async (query: Query): Promise<Measured> => {
      const database = await measure(query, (asked) => ofDatabase(pool, asked));
      const product = await measure(query, (asked) => throughProduct(server, asked));
      const most = Math.min(mostMs, Math.max(usualMs, 4 * database.p99));
      return {
        seconds: product.seconds,
        facts: {
          p50: `${product.p50.toFixed(1)} ms`,
          p99: bar(product.p99, Math.round(most * 10) / 10, 'ms', 1),
          'the database p50': `${database.p50.toFixed(1)} ms`,
          'the database p99': `${database.p99.toFixed(1)} ms`,
        },
      };
    };
    return {
      facts: { subscriptions, clients, perSecond, seconds },
      contenders: queriesOf(estate).map((query) => ({ name: query.name, run: () => run(query) })),
      close: async () => {
        await pool.end();
        await server.stop();
      },
    };
  },
};
