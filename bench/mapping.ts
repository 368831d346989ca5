import { sql } from 'kysely';
import { autoMap, decideBatch, exportMappings, listCustomerMappings, listTargets, previewImport } from '../src/features/mapping/index.ts';
import type { Db } from '../src/platform/db/connect.ts';
import { everything, inScope } from '../src/platform/db/transaction.ts';
import { aContext } from '../test/support/context.ts';
import { withDatabase } from './a-database.ts';
import { bar } from './bars.ts';
import type { Benchmark, Flags, Measured } from './benchmark.ts';

const id = (part: number, n: string): string => `lpad(to_hex(${part}), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0')`;
const connections = { microsoft: 1, pax8: 2, psa: 3 } as const;
const idOf = (n: number): string => `${n.toString(16).padStart(8, '0')}-0000-4000-8000-${'0'.repeat(12)}`;

/** Customers with an account at a distributor (by tenant id) and one at a PSA: six of ten by name, two by domain, two by nothing. */
async function fill(db: Db, customers: number): Promise<void> {
  await inScope(db, everything, async (tx) => {
    for (const [name, n] of Object.entries(connections))
      await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
        values (${idOf(n)}::uuid, ${name}, ${name === 'microsoft' ? 'microsoft' : name === 'psa' ? 'psa' : 'distributor'}, ${name}, 'connected', '{}', ${name}, now(), now())`.execute(
        tx,
      );
    const rows = sql`from generate_series(1, ${customers}) as n`;
    await sql`insert into customer (customer_id, reseller_id, cloud, tenant_id, name, domain, seen_at, created_at, changed_at)
      select (${sql.raw(id(16, 'n'))})::uuid, ${idOf(9)}::uuid, 'global', ${sql.raw(id(16, 'n'))}, 'Customer ' || n, 'customer' || n || '.com', now(), now(), now() ${rows}`.execute(
      tx,
    );
    await sql`insert into account (account_id, connection_id, side, remote_id, name, domain, tenant_ids, active, seen_at, created_at, changed_at)
      select (${sql.raw(id(32, 'n'))})::uuid, ${idOf(connections.pax8)}::uuid, 'distributor', 'd' || n, 'Customer ' || n, '', array[${sql.raw(id(16, 'n'))}], true, now(), now(), now() ${rows}`.execute(
      tx,
    );
    await sql`insert into account (account_id, connection_id, side, remote_id, name, domain, tenant_ids, active, seen_at, created_at, changed_at)
      select (${sql.raw(id(48, 'n'))})::uuid, ${idOf(connections.psa)}::uuid, 'psa', 'p' || n,
        case when n % 10 < 6 then 'Customer ' || n else 'Company of ' || n end, case when n % 10 in (6, 7) then 'customer' || n || '.com' else '' end,
        '{}', true, now(), now(), now() ${rows}`.execute(tx);
  });
}

/** P12's most for any list. */
const mostMs = 50;

/** Each step of the workbench at the size of a large partner; `ms` of one act, pages as the middle and the slowest of a hundred in a row. */
export const mapping: Benchmark = {
  name: 'mapping',
  what: 'Who is who at tens of thousands of customers: matching, a page of the list, a search in the picker, all strong at once, a spreadsheet.',
  rounds: 1,
  prepare: (flags: Flags) => {
    const customers = flags.count('customers', 50_000);
    return Promise.resolve({
      facts: { customers },
      contenders: [{ name: 'the workbench', run: () => withDatabase((db, owner) => measure(db, owner, customers)) }],
    });
  },
};

async function measure(db: Db, owner: Db, customers: number): Promise<Measured> {
  const { context } = aContext(db, { startsAt: '2026-11-22T09:00:00Z' });
  await fill(db, customers);
  await sql`analyze`.execute(owner);
  const startedAt = performance.now();
  const facts: Record<string, number | string> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await work();
    facts[`${name} ms`] = Math.round(performance.now() - from);
    return result;
  };
  await timed('first matching', () => autoMap(context));
  tellPages(facts, 'page just matched', await pages(context, 'name')); // nobody has made statistics of what was matched yet
  await timed('matching again', () => autoMap(context));
  await sql`analyze`.execute(owner);
  for (const sort of ['name', 'stakes']) tellPages(facts, `page by ${sort}`, await pages(context, sort));
  await timed('search of an account', () =>
    listTargets(context, { connectionId: idOf(connections.psa), kind: 'account', q: 'company of 4999' }),
  );
  const of = { kind: 'account', selection: { filter: { state: ['suggested'], strong: true } }, decision: { decision: 'accept' } } as const;
  const batch = await timed('accept all strong', () => decideBatch(context, { ...of, look: false }));
  facts['accepted'] = batch.status === 'decided' ? batch.decided : 0;
  const file = await timed('export', () => exportMappings(context, 'account'));
  const preview = await timed('import preview', () => previewImport(context, 'account', file.csv));
  facts['lines'] = preview.unchanged;
  return { seconds: (performance.now() - startedAt) / 1000, facts };
}

function tellPages(facts: Record<string, number | string>, name: string, took: readonly number[]): void {
  const sorted = took.toSorted((a, b) => a - b);
  facts[`${name}, p50`] = bar(sorted[Math.floor(sorted.length / 2)] ?? 0, mostMs, 'ms', 0);
  facts[name] = bar(sorted.at(-1) ?? 0, mostMs, 'ms', 0);
}

async function pages(context: Parameters<typeof listCustomerMappings>[0], sort: string): Promise<readonly number[]> {
  const took: number[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 100; page += 1) {
    const from = performance.now();
    const found = await listCustomerMappings(context, {
      sort,
      descending: false,
      limit: 50,
      cursor,
      filter: { state: ['partlyMapped', 'unmapped'] },
    });
    took.push(performance.now() - from);
    cursor = found.nextCursor ?? undefined;
    if (cursor === undefined) break;
  }
  return took;
}
