import type { Generated } from 'kysely';
import type { Instant, Json, NullableInstant } from './column.ts';

interface DifferenceNoteTable {
  customer_id: string;
  difference_id: string;
  note_id: string;
  reseller_id: string;
  text: string;
  author_id: string | null;
  author: string;
  at: Instant;
}

interface AcceptanceRuleTable {
  rule_id: string;
  reseller_id: string;
  name: string;
  is_active: boolean;
  kinds: string[];
  causes: string[];
  customer_id: string | null;
  product: string | null;
  each_limit_amount: string;
  total_limit_amount: string;
  currency: string;
  because: string;
  reason: string;
  expires_on: string | null;
  /** 0057-rule-bounds.sql */
  only_certain: boolean;
  covers_costs: boolean;
  created_by: string;
  created_at: Instant;
  changed_at: Instant;
  version: number;
}

interface PeriodSignOffTable {
  sign_off_id: string;
  reseller_id: string;
  month: string;
  hash: string;
  content_gz: Buffer;
  reason: string | null;
  signed_by: string;
  signed_at: Instant;
  reopened_by: string | null;
  reopened_at: NullableInstant;
  reopen_reason: string | null;
}

interface SavedViewTable {
  view_id: string;
  reseller_id: string;
  person_id: string;
  name: string;
  search: Json;
  /** 0121-shared-views.sql */
  is_shared: Generated<boolean>;
  /** 0163-views-of-lists.sql */
  list: Generated<string>;
  created_at: Instant;
  changed_at: Instant;
  version: number;
}

/** 0159-billing-behaviour.sql */
interface BillingExceptionTable {
  exception_id: string;
  customer_id: string | null;
  reseller_id: string;
  product_id: string | null;
  sku_id: string | null;
  choice: Json;
  reason: string | null;
  changed_by: string;
  created_at: Instant;
  changed_at: Instant;
}

/** 0055-worklist.sql, 0072-saved-views.sql, 0121-shared-views.sql, 0163-views-of-lists.sql */
export interface WorklistTables {
  difference_note: DifferenceNoteTable;
  acceptance_rule: AcceptanceRuleTable;
  period_sign_off: PeriodSignOffTable;
  saved_view: SavedViewTable;
  billing_exception: BillingExceptionTable;
}
