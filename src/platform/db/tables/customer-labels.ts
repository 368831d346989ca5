import type { Instant } from './column.ts';

interface CustomerSegmentTable {
  customer_id: string;
  segment_key: string;
  segment: string;
  reseller_id: string;
  added_by: string;
  added_at: Instant;
}

interface CustomerExternalIdTable {
  entry_id: string;
  reseller_id: string;
  customer_id: string;
  system: string;
  external_id: string;
  added_by: string;
  added_at: Instant;
}

/** 0119-customer-labels.sql */
export interface CustomerLabelTables {
  customer_segment: CustomerSegmentTable;
  customer_external_id: CustomerExternalIdTable;
}
