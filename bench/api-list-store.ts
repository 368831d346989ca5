import { sql } from 'kysely';
import { ownReseller } from '../src/model/ids.ts';
import { type BenchDatabase, openBenchDatabase } from './a-database.ts';

const connectionId = '01990000-0000-7000-8000-0000000000c1';
const id = (kind: string, n: string): string => `('01990000-0000-7000-8${kind}00-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/**
 * A database of its own with an estate as a sync would leave it: ten subscriptions a customer and sixty for each fiftieth, names and numbers spread
 * evenly, the same each time.
 */
async function fillStore(subscriptions: number): Promise<BenchDatabase> {
  const store = await openBenchDatabase();
  const { db } = store.owner;
  const customers = Math.max(50, Math.floor(subscriptions / 10));
  const customer = `(case when n % 10 = 0 then 1 + n / 10 % ${Math.floor(customers / 50)} else 1 + n % ${customers} end)`;
  await sql
    .raw(`insert into customer (customer_id, reseller_id, cloud, tenant_id, name, domain, country, psa_state, subscriptions, seen_at, created_at, changed_at)
        select ${id('0', 'n')}, '${ownReseller}', 'global', ${id('f', 'n')}::text, 'Customer ' || md5(n::text), 'c' || n || '.com', 'US', 'mapped', 10, now(), now(), now()
        from generate_series(1, ${customers}) n`)
    .execute(db);
  await sql
    .raw(`insert into subscription (customer_id, subscription_id, reseller_id, connection_id, remote_id, offer_id, offer_name, product_id, sku_id, term,
          frequency, seats, status, remote_status, is_trial, is_usage, auto_renew, starts_on, ends_on, customer_name, seen_at, created_at, changed_at)
        select ${id('0', customer)}, ${id('1', 'n')}, '${ownReseller}', '${connectionId}', ${id('e', 'n')}::text, 'o' || n % 40, 'Offer ' || md5((n % 40)::text),
          'CFQ7TTC0' || n % 40, '0001', (array['P1M', 'P1Y', 'P3Y'])[1 + n % 3], (array['monthly', 'annual'])[1 + n % 2], 1 + (n::bigint * 7919) % 300,
          (array['active', 'active', 'active', 'active', 'suspended', 'cancelled'])[1 + n % 6], 'active', false, false, n % 2 = 0,
          date '2026-01-01' + n % 300, date '2026-12-01' + n % 700, 'Customer ' || md5(${customer}::text), now(), now(), now()
        from generate_series(1, ${subscriptions}) n`)
    .execute(db);
  await sql.raw('vacuum analyze').execute(db);
  await sql.raw('checkpoint').execute(db); // what filling left to be written is no part of what is measured
  return store;
}

// A process of its own keeps the database: it stops it and removes the folder when its input ends, however the benchmark ended.
const store = await fillStore(Number(process.argv[2] ?? '100000'));
const { host, database } = store.connection;
process.stdout.write(`${JSON.stringify({ dataDir: store.dataDir, host, database })}\n`);
process.stdin.on('end', () => void store.close().then(() => process.exit(0)));
process.stdin.resume();
