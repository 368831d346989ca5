import type { Instant, Json, NullableInstant } from './column.ts';

interface ActivityRecordTable {
  customer_id: string;
  connection_id: string;
  record_id: string;
  reseller_id: string;
  happened_at: Instant;
  operation: string;
  outcome: string;
  resource_type: string;
  subscription_remote_id: string | null;
  quantity_before: number | null;
  quantity_after: number | null;
  status_after: string | null;
  who: string;
  details: Json;
  seen_at: Instant;
}

interface TenantLicenceTable {
  customer_id: string;
  connection_id: string;
  sku_id: string;
  reseller_id: string;
  part_number: string;
  capability: string;
  enabled: number;
  warning: number;
  suspended: number;
  assigned: number;
  assigned_blocked: number | null;
  seen_at: Instant;
  retired_at: NullableInstant;
  changed_at: Instant;
}

interface LicenceProductTable {
  product_id: string;
  sku_id: string;
  provisioning_id: string | null;
  seen_at: Instant;
}

interface PsaLineChangeTable {
  account_id: string;
  change_id: string;
  connection_id: string;
  remote_id: string;
  reseller_id: string | null;
  changes: Json;
  cause: string;
  remote_changed_at: NullableInstant;
  remote_changed_by: string | null;
  at: Instant;
}

interface DistributorSubscriptionChangeTable {
  account_id: string;
  change_id: string;
  connection_id: string;
  remote_id: string;
  reseller_id: string | null;
  changes: Json;
  at: Instant;
}

interface DistributorUsageTable {
  account_id: string;
  connection_id: string;
  remote_id: string;
  reseller_id: string | null;
  subscription_remote_id: string;
  resource_group: string;
  cost: string | null;
  price: string | null;
  currency: string;
  seen_at: Instant;
  retired_at: NullableInstant;
  changed_at: Instant;
}

interface PriceSheetTable {
  sheet_id: string;
  connection_id: string;
  market: string;
  view: string;
  month: string;
  version: number;
  state: string;
  sha256: string;
  basis: string | null;
  currency: string;
  rows: number;
  read_at: Instant;
}

interface PriceRowTable {
  sheet_id: string;
  row_no: number;
  product_id: string;
  sku_id: string;
  product_title: string;
  sku_title: string;
  term: string;
  billing_plan: string;
  segment: string;
  currency: string;
  unit_price: string;
  retail_price: string | null;
  tier_from: string | null;
  tier_to: string | null;
  starts_at: NullableInstant;
  ends_at: NullableInstant;
  tags: string;
}

interface DistributorPriceTable {
  price_id: string;
  connection_id: string;
  product_remote_id: string;
  billing_term: string;
  commitment: string;
  term: string;
  frequency: string;
  kind: string;
  per: string;
  unit: string;
  quantity_from: string;
  quantity_to: string | null;
  cost: string | null;
  retail_price: string | null;
  currency: string | null;
  read_at: Instant;
  seen_at: Instant;
  ended_at: NullableInstant;
}

/** 0065-told-by-others.sql, 0066-prices.sql, 0068-distributor-usage.sql, 0200-distributor-prices.sql */
export interface ToldByOthersTables {
  activity_record: ActivityRecordTable;
  tenant_licence: TenantLicenceTable;
  licence_product: LicenceProductTable;
  psa_line_change: PsaLineChangeTable;
  distributor_subscription_change: DistributorSubscriptionChangeTable;
  distributor_usage: DistributorUsageTable;
  distributor_price: DistributorPriceTable;
  price_sheet: PriceSheetTable;
  price_row: PriceRowTable;
}
