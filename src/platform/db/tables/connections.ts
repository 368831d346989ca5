import type { Generated } from 'kysely';
import type { Instant, Json, JsonDefault, NullableInstant } from './column.ts';

interface ConnectionTable {
  connection_id: string;
  kind: string;
  side: string;
  name: string;
  state: string;
  reason: string | null;
  settings: Json;
  secrets: string | null;
  /** Names of the secrets that are set, so that a list need not open the envelope. */
  secrets_set: Generated<string[]>;
  write_kinds: Generated<string[]>;
  purposes: Generated<string[]>;
  identity: string;
  last_success_at: NullableInstant;
  consent_ends_at: NullableInstant;
  write_consent_at: NullableInstant;
  write_consent_by: string | null;
  removed_at: NullableInstant;
  /** ProviderRecord; only partner accounts have one. */
  provider: JsonDefault;
  provider_version: Generated<number>;
  /** AccountFacts: what the account told about itself when it was last asked. */
  account: JsonDefault;
  created_at: Instant;
  changed_at: Instant;
}

interface ProbeRunTable {
  probe_run_id: string;
  connection_id: string;
  probes: Json;
  state: string;
  at: Instant;
}

interface RawAnswerTable {
  raw_id: string;
  connection_id: string;
  correlation_id: string;
  method: string;
  url: string;
  status: number;
  sha256: string;
  body_gz: Buffer | null;
  bytes: number;
  at: Instant;
}

interface SyncRunTable {
  run_id: string;
  job_id: string | null;
  connection_id: string;
  reach: string;
  state: string;
  progress: Json;
  started_at: Instant;
  ended_at: NullableInstant;
  mapped_at: NullableInstant;
  missed: Generated<number | null>;
  judge_at: NullableInstant;
}

interface SyncFindTable {
  run_id: string;
  customer_id: string;
  kind: string;
  subject: string;
  reseller_id: string;
  what: string;
  at: Instant;
  told: boolean | null;
}

interface SyncScheduleTable {
  name: string;
  last_at: Instant;
}

interface SyncCursorTable {
  connection_id: string;
  kind: string;
  cursor: string;
  last_count: number | null;
  at: Instant;
}

interface SyncProblemTable {
  problem_id: string;
  connection_id: string;
  run_id: string;
  kind: string;
  subject: string;
  code: string;
  reason: string;
  raw: string | null;
  at: Instant;
  solved_at: NullableInstant;
}

interface WriteExclusionTable {
  customer_id: string;
  kind: string;
  reseller_id: string;
  reason: string;
  excluded_by: string;
  at: Instant;
}

interface WebhookEventTable {
  event_hash: string;
  connection_id: string;
  body: Buffer;
  headers: JsonDefault;
  received_at: Instant;
  handled_at: NullableInstant;
}

interface SeenFieldTable {
  connection_id: string;
  call: string;
  path: string;
  first_at: Instant;
  told: boolean;
}

interface SeenUntilTable {
  connection_id: string;
  until: Instant;
}

/** 0156-seen-fields.sql, 0002-connections.sql, 0010-picture.sql, 0115-feeds.sql */
export interface ConnectionsTables {
  connection: ConnectionTable;
  probe_run: ProbeRunTable;
  raw_answer: RawAnswerTable;
  seen_field: SeenFieldTable;
  seen_until: SeenUntilTable;
  sync_run: SyncRunTable;
  sync_find: SyncFindTable;
  sync_schedule: SyncScheduleTable;
  sync_cursor: SyncCursorTable;
  sync_problem: SyncProblemTable;
  webhook_event: WebhookEventTable;
  write_exclusion: WriteExclusionTable;
}
