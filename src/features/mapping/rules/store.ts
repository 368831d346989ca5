import { sql } from 'kysely';
import { BillingFrequency, Term } from '../../../model/term.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { RuleTerms } from './fit.ts';

export type KeptMappingRule = RuleTerms & {
  readonly ruleId: string;
  readonly connectionId: string;
  readonly place: number;
  readonly serviceName: string | null;
  readonly createdBy: string;
  readonly createdAt: Temporal.Instant;
  readonly version: number;
};

/** Rules in the order in which they are asked: all, or those of one PSA. */
export async function readRules(tx: Tx, connectionId?: string): Promise<readonly KeptMappingRule[]> {
  const rows = await tx
    .selectFrom('mapping_rule as rule')
    .leftJoin('psa_service as service', (join) =>
      join.onRef('service.connection_id', '=', 'rule.connection_id').onRef('service.remote_id', '=', 'rule.service_remote_id'),
    )
    .selectAll('rule')
    .select('service.name as service_name')
    .$if(connectionId !== undefined, (query) => query.where('rule.connection_id', '=', connectionId ?? ''))
    .orderBy('rule.connection_id')
    .orderBy('rule.place')
    .orderBy('rule.rule_id')
    .execute();
  return rows.map((row) => ({
    ruleId: row.rule_id,
    connectionId: row.connection_id,
    place: row.place,
    name: row.name,
    productHas: row.product_has,
    productId: row.product_id,
    skuId: row.sku_id,
    term: row.term === null ? null : Term.parse(row.term),
    frequency: row.frequency === null ? null : BillingFrequency.parse(row.frequency),
    segment: row.segment,
    promotionId: row.promotion_id,
    except: row.except_keys,
    serviceId: row.service_remote_id,
    serviceName: row.service_name,
    createdBy: row.created_by,
    createdAt: row.created_at,
    version: row.version,
  }));
}

export const columnsOf = (terms: RuleTerms) => ({
  name: terms.name,
  product_has: terms.productHas,
  product_id: terms.productId,
  sku_id: terms.skuId,
  term: terms.term,
  frequency: terms.frequency,
  segment: terms.segment,
  promotion_id: terms.promotionId,
  except_keys: [...terms.except],
  service_remote_id: terms.serviceId,
});

export const serviceExists = async (tx: Tx, connectionId: string, serviceId: string): Promise<boolean> => {
  const { rows } = await sql`select from psa_service
    where connection_id = ${connectionId}::uuid and remote_id = ${serviceId} and retired_at is null`.execute(tx);
  return rows.length > 0;
};
