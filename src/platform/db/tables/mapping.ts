import type { Generated } from 'kysely';
import type { Instant, Json, NullableInstant } from './column.ts';

interface CustomerMappingTable {
  customer_id: string;
  reseller_id: string;
  name_key: string;
  domain: string;
  state: string;
  is_strong: boolean;
  stakes: Json;
  stake: string;
  needs: string[];
  waits: boolean;
  first_seen_at: Instant;
  changed_at: Instant;
}

interface AccountMappingVersionTable {
  customer_id: string;
  mapping_id: string;
  version_id: string;
  reseller_id: string;
  connection_id: string;
  account_id: string | null;
  account_name: string | null;
  state: string;
  how: string | null;
  decided_by: string | null;
  reason: string | null;
  from_at: Instant;
  to_at: NullableInstant;
  since_on: Generated<string | null>;
  withdrawn: Generated<boolean>;
}

interface ProductMappingVersionTable {
  mapping_id: string;
  version_id: string;
  connection_id: string;
  service_remote_id: string | null;
  service_name: string | null;
  state: string;
  how: string | null;
  decided_by: string | null;
  reason: string | null;
  from_at: Instant;
  to_at: NullableInstant;
  since_on: Generated<string | null>;
  withdrawn: Generated<boolean>;
}

interface MappingAnswerTable {
  mapping_id: string;
  target_id: string;
  kind: string;
  how: string;
  was_right: boolean;
  at: Instant;
}

interface MappingRuleTable {
  rule_id: string;
  connection_id: string;
  place: number;
  name: string;
  product_has: string | null;
  product_id: string | null;
  sku_id: string | null;
  term: string | null;
  frequency: string | null;
  segment: string | null;
  promotion_id: string | null;
  except_keys: string[];
  service_remote_id: string;
  created_by: string;
  created_at: Instant;
  changed_at: Instant;
  version: number;
}

/** 0135-mapping-links.sql, 0136-mapping-rules.sql, 0151-mapping-needs.sql, 0152-product-keys.sql, 0153-mapping-since.sql */
export interface MappingTables {
  customer_mapping: CustomerMappingTable;
  account_mapping_version: AccountMappingVersionTable;
  product_mapping_version: ProductMappingVersionTable;
  mapping_answer: MappingAnswerTable;
  mapping_rule: MappingRuleTable;
}
