import { sql } from 'kysely';
import { fromPublicId } from '../../../lib/ids.ts';
import { segmentKey } from '../../../model/customer-label.ts';
import { idPrefixes } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { Holder } from './external-ids.ts';
import type { LabelLine } from './label-file.ts';

/** A customer that a file names, and what is said of it so far. */
export type Labelled = {
  readonly customerId: string;
  readonly resellerId: string;
  readonly name: string;
  readonly currency: string | null;
  readonly segmentKeys: ReadonlySet<string>;
};

export type KnownLabels = {
  /** Whom a line means by public id, tenant id or domain; undefined: nobody, or two clouds have that domain. */
  readonly customer: (by: string) => Labelled | undefined;
  /** Whom an id names in a system already. */
  readonly holder: (of: Pick<LabelLine, 'system' | 'externalId'>) => Holder | undefined;
};

export const entryKey = ({ system, externalId }: Pick<LabelLine, 'system' | 'externalId'>): string => `${system}:${externalId}`;

/** All that the lines of a file are held against, in three statements however many lines there are. */
export async function readKnownLabels(tx: Tx, lines: readonly LabelLine[]): Promise<KnownLabels> {
  const ids = lines.flatMap(({ customer }) => fromPublicId(idPrefixes.customer, customer) ?? []);
  const texts = lines.map(({ customer }) => customer.toLowerCase());
  const { rows } = await sql<{ id: string; reseller: string; name: string; currency: string | null; tenant: string; domain: string }>`
    select customer_id as id, reseller_id as reseller, name, preferred_currency as currency, tenant_id as tenant, domain from customer
    where retired_at is null and (customer_id = any(${ids}::uuid[]) or tenant_id = any(${texts}::text[]) or domain = any(${texts}::text[]))`.execute(
    tx,
  );
  const segments = await segmentsOf(
    tx,
    rows.map(({ id }) => id),
  );
  const named = new Map<string, Set<Labelled>>();
  for (const { id, reseller, name, currency, tenant, domain } of rows) {
    const customer = { customerId: id, resellerId: reseller, name, currency, segmentKeys: segments.get(id) ?? new Set<string>() };
    for (const word of [id, tenant, domain]) named.set(word, (named.get(word) ?? new Set()).add(customer));
  }
  const holders = await holdersOf(tx, lines);
  return {
    customer: (by) => {
      const [found, other] = named.get(fromPublicId(idPrefixes.customer, by) ?? by.toLowerCase()) ?? [];
      return other === undefined ? found : undefined;
    },
    holder: (of) => holders.get(entryKey(of)),
  };
}

async function segmentsOf(tx: Tx, customerIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ id: string; segment: string }>`select customer_id as id, segment from customer_segment
    where customer_id = any(${customerIds}::uuid[])`.execute(tx);
  const byCustomer = Map.groupBy(rows, ({ id }) => id);
  return new Map([...byCustomer].map(([id, held]) => [id, new Set(held.map(({ segment }) => segmentKey(segment)))]));
}

async function holdersOf(tx: Tx, lines: readonly LabelLine[]): Promise<ReadonlyMap<string, Holder>> {
  const wanted = lines.filter(({ system }) => system !== '').map(({ system, externalId }) => ({ system, external_id: externalId }));
  const { rows } = await sql<{ system: string; externalId: string; customerId: string; name: string }>`
    select distinct entry.system, entry.external_id as "externalId", customer.customer_id as "customerId", customer.name
    from json_to_recordset(${JSON.stringify(wanted)}::json) as given (system text, external_id text)
    join customer_external_id entry using (system, external_id) join customer on customer.customer_id = entry.customer_id`.execute(tx);
  return new Map(rows.map(({ customerId, name, ...of }) => [entryKey(of), { customerId, name }]));
}
