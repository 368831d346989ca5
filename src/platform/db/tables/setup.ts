import type { Generated } from 'kysely';
import type { Instant, Json, NullableInstant, NullableJson } from './column.ts';

interface SetupTable {
  only_one: Generated<boolean>;
  state: string;
  choices: NullableJson;
  chosen_by: string | null;
  chosen_at: NullableInstant;
  checks: NullableJson;
  network: NullableJson;
  first_jobs: Generated<string[]>;
  finished_by: string | null;
  finished_at: NullableInstant;
  changed_at: Instant;
}

interface SetupConfirmationTable {
  confirmation_id: string;
  subject: string;
  by_name: string;
  at: Instant;
  reason: string | null;
  checks: Json;
  withdrawn_at: NullableInstant;
  withdrawn_by: string | null;
}

/** 0110-setup.sql, 0170-network-check.sql */
export interface SetupTables {
  setup: SetupTable;
  setup_confirmation: SetupConfirmationTable;
}
