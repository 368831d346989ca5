import { type RawBuilder, sql } from 'kysely';
import type { AccessState } from '../../model/access.ts';
import { disagrees, type Witness, witnessOf, witnessWords } from '../../model/access-witness.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** What a distributor tells of a customer's access, beside what Microsoft says. */
export type WitnessRow = {
  readonly connectionId: string;
  readonly connectionName: string;
  /** The distributor's own word. */
  readonly told: string;
  readonly means: Witness;
  readonly disagrees: boolean;
  readonly readAt: Temporal.Instant;
};

type Told = Omit<WitnessRow, 'means' | 'disagrees'> & { readonly customerId: string };

/** By customer: whatever distributors tell of its tenant, from accounts that exist. */
export async function witnessesOf(tx: Tx, customerIds: readonly string[]): Promise<ReadonlyMap<string, readonly Told[]>> {
  const { rows } = await sql<Told>`
    select customer.customer_id as "customerId", account.connection_id as "connectionId", connection.name as "connectionName",
      account.access_told ->> customer.tenant_id as told, account.seen_at as "readAt"
    from customer join account on ${tells} join connection on connection.connection_id = account.connection_id
    where customer.customer_id = any(${[...customerIds]}::uuid[]) order by connection.name, account.remote_id`.execute(tx);
  return Map.groupBy(rows, (row) => row.customerId);
}

export const toWitness = (access: AccessState, { customerId: _customerId, ...row }: Told): WitnessRow => {
  const means = witnessOf(row.told);
  return { ...row, means, disagrees: disagrees(access, means) };
};

const tells: RawBuilder<boolean> = sql`account.tenant_ids @> array[customer.tenant_id] and account.access_told <> '{}'
  and account.access_told ? customer.tenant_id and account.retired_at is null
  and exists (select from connection teller where teller.connection_id = account.connection_id and 'access' = any(teller.purposes))`;

/** Distributors that are connected and, by choice, not asked about access. */
export async function silentWitnesses(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom('connection')
    .select('name')
    .where('side', '=', 'distributor')
    .where('removed_at', 'is', null)
    .where(sql<boolean>`not ('access' = any(purposes))`)
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

/** `disagrees` of src/model/access-witness.ts as a condition on `customer`; the two are held against each other by witness.db.test.ts. */
export const witnessDisagrees: RawBuilder<boolean> = sql`(access_state <> 'error' and exists (
  select from account where ${tells} and lower(trim(account.access_told ->> customer.tenant_id)) = any (
    case access_state when 'active' then ${[...witnessWords.notActive]}::text[] else ${[...witnessWords.active]}::text[] end)))`;
