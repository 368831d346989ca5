import { sql } from 'kysely';
import type { IdMaker } from '../../lib/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { accountFacts, accountMappings, type BooksConnection, booksConnections, customerFacts } from './account-facts.ts';
import { keepCustomerLinks } from './customer-links.ts';
import { followMapping } from './follow-mapping.ts';
import type { Mapping } from './match.ts';
import { toColumns } from './rows.ts';
import { isSame, settle } from './settle.ts';
import { suggestAccounts } from './suggest-account.ts';

/** Looks at every customer and account again. Idempotent; a person's choices stand. Answers how many mappings changed. */
export async function autoMapAccounts(tx: Tx, context: Pick<Context, 'clock' | 'ids'>): Promise<number> {
  const connections = await booksConnections(tx);
  let changed = 0;
  // Twice: what the first round matched on one side is evidence for the other side.
  for (const round of [1, 2]) {
    const before = changed;
    for (const connection of connections) changed += await mapConnection(tx, context, connection);
    if (round === 1 && changed === before) break;
  }
  await keepCustomerLinks(tx, context.clock.now());
  return changed;
}

async function mapConnection(tx: Tx, context: Pick<Context, 'clock' | 'ids'>, connection: BooksConnection): Promise<number> {
  const customers = await customerFacts(tx, connection);
  const accounts = await accountFacts(tx, connection);
  const before = await accountMappings(tx, connection.connectionId);
  const found = suggestAccounts(customers, accounts);
  const live = new Set(await liveAccounts(tx, connection.connectionId));
  const facts = { isLive: (accountId: string) => live.has(accountId), today: context.clock.today().toString() };
  const changes = customers.flatMap((customer) => {
    const was = before.get(customer.customerId);
    const suggestion = found.get(customer.customerId);
    if (suggestion === undefined) return [];
    const becomes = settle(was, suggestion, facts);
    return was !== undefined && isSame(was, becomes) ? [] : [{ customer, becomes }];
  });
  await keepMappings(tx, context, connection, changes);
  const extras = await settleExtras(tx, connection.connectionId, context.clock.now());
  await followMapping(tx, context, [...new Set([...changes.map(({ customer }) => customer.customerId), ...extras])]);
  return changes.length + extras.length;
}

/** Exists, whether in use or not: a mapping to it may stay. */
const liveAccounts = async (tx: Tx, connectionId: string): Promise<string[]> =>
  (
    await tx.selectFrom('account').select('account_id').where('connection_id', '=', connectionId).where('retired_at', 'is', null).execute()
  ).map((row) => row.account_id);

type Change = {
  readonly customer: { readonly customerId: string; readonly resellerId: string; readonly name: string };
  readonly becomes: Mapping;
};

async function keepMappings(
  tx: Tx,
  { clock, ids }: { readonly clock: Context['clock']; readonly ids: IdMaker },
  { connectionId }: BooksConnection,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ customer, becomes }) => ({
    customer_id: customer.customerId,
    connection_id: connectionId,
    mapping_id: ids(),
    reseller_id: customer.resellerId,
    customer_name: customer.name,
    account_id: becomes.targetId,
    ...toColumns(becomes),
    changed_at: clock.now(),
  }));
  await sql`
    insert into account_mapping (customer_id, connection_id, mapping_id, reseller_id, customer_name, account_id, state, how, evidence, candidates,
      decided_by, reason, ignored_until, is_absent, rejected, changed_at)
    select customer_id, connection_id, mapping_id, reseller_id, customer_name, account_id, state, how, evidence, candidates,
      decided_by, reason, ignored_until, is_absent, rejected, changed_at
    from json_populate_recordset(null::account_mapping, ${JSON.stringify(rows)}::json)
    on conflict (customer_id, connection_id) where not is_extra do update set account_id = excluded.account_id, state = excluded.state, how = excluded.how,
      evidence = excluded.evidence, candidates = excluded.candidates, decided_by = excluded.decided_by, reason = excluded.reason,
      ignored_until = excluded.ignored_until, is_absent = excluded.is_absent, rejected = excluded.rejected,
      changed_at = excluded.changed_at`.execute(tx);
}

/** A further account is a person's choice: it only turns stale when the account is gone, and back. Answers whose it is. */
async function settleExtras(tx: Tx, connectionId: string, now: Temporal.Instant): Promise<readonly string[]> {
  const { rows } = await sql<{ customer_id: string }>`
    update account_mapping mapping set state = case when account.retired_at is null then 'mapped' else 'stale' end, changed_at = ${now}
    from account where mapping.connection_id = ${connectionId}::uuid and mapping.is_extra and account.account_id = mapping.account_id
      and mapping.state <> case when account.retired_at is null then 'mapped' else 'stale' end
    returning mapping.customer_id`.execute(tx);
  return rows.map((row) => row.customer_id);
}
