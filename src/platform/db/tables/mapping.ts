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
}

interface MappingAnswerTable {
  mapping_id: string;
  target_id: string;
  kind: string;
  how: string;
  was_right: boolean;
  at: Instant;
}

/** 0135-mapping-links.sql */
export interface MappingTables {
  customer_mapping: CustomerMappingTable;
  account_mapping_version: AccountMappingVersionTable;
  product_mapping_version: ProductMappingVersionTable;
  mapping_answer: MappingAnswerTable;
}
