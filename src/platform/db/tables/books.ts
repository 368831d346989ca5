import type { Generated } from 'kysely';
import type { Derived, Instant, InstantDefault, Int8Default, Json, JsonDefault, NullableInstant, NullableJson } from './column.ts';

interface AccountTable {
  account_id: string;
  connection_id: string;
  side: string;
  remote_id: string;
  reseller_id: string | null;
  name: string;
  domain: string;
  tenant_ids: string[];
  external_ref: string | null;
  tax_id: Generated<string>;
  access_told: JsonDefault;
  active: boolean;
  types: Generated<string[]>;
  currency: string | null;
  seen_at: Instant;
  retired_at: NullableInstant;
  created_at: Instant;
  changed_at: Instant;
}

interface AccountIdentityTable {
  connection_id: string;
  remote_id: string;
  account_id: string;
}

interface DistributorSubscriptionTable {
  account_id: string;
  connection_id: string;
  remote_id: string;
  reseller_id: string | null;
  microsoft_id: string | null;
  product_remote_id: string;
  product_name: string;
  term: string;
  frequency: string;
  seats: number;
  status: string;
  remote_status: string;
  unit_cost: string | null;
  unit_price: string | null;
  currency: string | null;
  starts_on: string | null;
  ends_on: string | null;
  seen_at: Instant;
  retired_at: NullableInstant;
  changed_at: Instant;
}

interface PsaAgreementTable {
  account_id: string;
  connection_id: string;
  remote_id: string;
  reseller_id: string | null;
  name: string;
  active: boolean;
  cycle_months: number | null;
  prorates: boolean;
  currency: string | null;
  starts_on: string | null;
  ends_on: string | null;
  next_invoice_on: string | null;
  seen_at: Instant;
  retired_at: NullableInstant;
  changed_at: Instant;
}

interface PsaLineTable {
  account_id: string;
  connection_id: string;
  remote_id: string;
  reseller_id: string | null;
  agreement_remote_id: string;
  service_remote_id: string;
  description: string;
  quantity: string;
  unit_price: string;
  unit_cost: string;
  is_billed: boolean;
  from_on: string | null;
  cancelled_on: string | null;
  vendor_subscription_id: string | null;
  version: string;
  seen_at: Instant;
  retired_at: NullableInstant;
  changed_at: Instant;
}

interface PsaServiceTable {
  connection_id: string;
  remote_id: string;
  code: string;
  name: string;
  active: boolean;
  price: string;
  cost: string;
  microsoft_key: string | null;
  seen_at: Instant;
  retired_at: NullableInstant;
  changed_at: Instant;
}

interface PsaServicePriceTable {
  connection_id: string;
  remote_id: string;
  from_on: string;
  price: string;
}

interface DistributorProductTable {
  connection_id: string;
  remote_id: string;
  name: string;
  vendor_sku: string | null;
  seen_at: Instant;
  retired_at: NullableInstant;
  changed_at: Instant;
}

interface AccountMappingTable {
  customer_id: string;
  customer_name: Generated<string>;
  name_key: Derived;
  connection_id: string;
  mapping_id: string;
  reseller_id: string;
  account_id: string | null;
  state: string;
  how: string | null;
  evidence: Json;
  candidates: Json;
  decided_by: string | null;
  reason: string | null;
  ignored_until: string | null;
  previous: NullableJson;
  is_extra: Generated<boolean>;
  covers: Generated<string[]>;
  is_absent: Generated<boolean>;
  rejected: Generated<string[]>;
  batch_id: Generated<string | null>;
  changed_at: Instant;
}

interface ProductMappingTable {
  mapping_id: string;
  connection_id: string;
  product_id: string;
  sku_id: string;
  term: string;
  frequency: string;
  segment: Generated<string | null>;
  promotion_id: Generated<string>;
  distributors: Generated<string[]>;
  product_name: string;
  name_key: Derived;
  subscriptions: Generated<number>;
  seats: Int8Default;
  state: string;
  service_remote_id: string | null;
  how: string | null;
  evidence: Json;
  candidates: Json;
  decided_by: string | null;
  reason: string | null;
  ignored_until: string | null;
  previous: NullableJson;
  rejected: Generated<string[]>;
  batch_id: Generated<string | null>;
  stakes: JsonDefault;
  stake: Generated<string>;
  first_seen_at: InstantDefault;
  superseded_by: Generated<string | null>;
  changed_at: Instant;
}

/** 0004-books.sql, 0010-picture.sql, 0061-service-prices.sql, 0135-mapping-links.sql, 0152-product-keys.sql */
export interface BooksTables {
  account: AccountTable;
  account_identity: AccountIdentityTable;
  distributor_subscription: DistributorSubscriptionTable;
  psa_agreement: PsaAgreementTable;
  psa_line: PsaLineTable;
  psa_service: PsaServiceTable;
  psa_service_price: PsaServicePriceTable;
  distributor_product: DistributorProductTable;
  account_mapping: AccountMappingTable;
  product_mapping: ProductMappingTable;
}
