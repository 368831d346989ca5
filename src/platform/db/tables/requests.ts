import type { Instant, Json, NullableInstant } from './column.ts';

interface ChangeRequestTable {
  request_id: string;
  reseller_id: string;
  customer_id: string;
  connection_id: string;
  kind: string;
  origin: string;
  wish: Json;
  note: string;
  state: string;
  asked_by: string;
  asked_at: Instant;
  decided_by: string | null;
  decided_at: NullableInstant;
  reason: string;
  plan_id: string | null;
  changed_at: Instant;
}

interface CustomerFormTable {
  form_id: string;
  reseller_id: string;
  customer_id: string;
  connection_id: string;
  token_hash: string;
  fields: string[];
  state: string;
  made_by: string;
  created_at: Instant;
  ends_at: Instant;
  answered_at: NullableInstant;
  request_id: string | null;
  changed_at: Instant;
}

/** 0120-change-requests.sql */
export interface RequestTables {
  change_request: ChangeRequestTable;
  customer_form: CustomerFormTable;
}
