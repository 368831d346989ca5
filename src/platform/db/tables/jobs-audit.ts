import type { Generated } from 'kysely';
import type { Instant, Int8, Int8Default, Json, JsonDefault, NullableInstant, NullableJson } from './column.ts';

interface JobTable {
  job_id: string;
  reseller_id: string;
  kind: string;
  title: string;
  state: string;
  done: Int8Default;
  total: string | null;
  unit: Generated<string>;
  step: string | null;
  waiting_until: NullableInstant;
  input: Json;
  result: NullableJson;
  errors: JsonDefault;
  started_by: string;
  joins: string | null;
  cancel_asked: Generated<boolean>;
  asked_again: Generated<boolean>;
  created_at: Instant;
  started_at: NullableInstant;
  ended_at: NullableInstant;
  changed_at: Instant;
}

interface JobItemTable {
  job_id: string;
  item_id: string;
  reseller_id: string;
  subject: string;
  outcome: string;
  code: string | null;
  reason: string | null;
  at: Instant;
}

interface AuditEventTable {
  seq: Int8;
  event_id: string;
  at: Instant;
  actor: string;
  on_behalf_of: string | null;
  origin: string | null;
  action: string;
  object: string;
  reseller_id: string | null;
  before: NullableJson;
  after: NullableJson;
  reason: string | null;
  plan_id: string | null;
  correlation_id: string | null;
  result: string;
  previous_hash: string;
  hash: string;
}

interface AuditHeadTable {
  only_one: Generated<boolean>;
  seq: Int8;
  hash: string;
}

interface OverviewTotalTable {
  reseller_id: string;
  name: string;
  facet: string;
  count: Int8;
  amount: string;
  currency: string;
}

/** 0006-jobs-audit.sql */
export interface JobsAuditTables {
  job: JobTable;
  job_item: JobItemTable;
  audit_event: AuditEventTable;
  audit_head: AuditHeadTable;
  overview_total: OverviewTotalTable;
}
