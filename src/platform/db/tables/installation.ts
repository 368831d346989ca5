import type { Generated } from 'kysely';
import type { Instant, InstantDefault, Int8, Json, NullableInstant, NullableJson } from './column.ts';

interface WorkspaceTable {
  only_one: Generated<boolean>;
  workspace_id: string;
  profile: string;
  system_epoch: string;
  restored_at: NullableInstant;
  created_at: Instant;
}

interface PersonTable {
  person_id: string;
  email: string;
  name: string;
  role: string;
  password_hash: string | null;
  state: Generated<string>;
  failed_tries: Generated<number>;
  locked_until: NullableInstant;
  /** The organisation that a person belongs to; null: our own. */
  reseller_id: Generated<string | null>;
  created_at: Instant;
  changed_at: Instant;
}

/** 0181-customer-people.sql */
interface CustomerPersonTable {
  person_id: string;
  customer_id: string;
}

interface LoginTable {
  login_hash: string;
  person_id: string;
  csrf: string;
  proved_at: Instant;
  created_at: Instant;
  used_at: Instant;
  ends_at: Instant;
  address: string | null;
  agent: string | null;
}

interface OneTimeLinkTable {
  token_hash: string;
  person_id: string;
  ends_at: Instant;
  used_at: NullableInstant;
  created_at: Instant;
}

interface ApiKeyTable {
  key_id: string;
  person_id: string;
  name: string;
  prefix: string;
  key_hash: string;
  scopes: string[];
  ends_at: Instant;
  used_at: NullableInstant;
  revoked_at: NullableInstant;
  created_at: Instant;
}

interface SignInTryTable {
  try_id: string;
  email: string;
  address: string;
  worked: boolean;
  at: Instant;
}

interface SettingTable {
  name: string;
  value: Json;
  changed_by: string;
  changed_at: Instant;
}

interface ResellerTable {
  reseller_id: string;
  name: string;
  mpn: Generated<string>;
  email: Generated<string>;
  sign_in: Generated<string>;
  state: Generated<string>;
  created_at: Instant;
}

interface IdempotencyKeyTable {
  person_id: string;
  key: string;
  body_hash: string;
  state: string;
  status: number | null;
  reply: NullableJson;
  created_at: Instant;
}

interface LeaseTable {
  name: string;
  holder: string;
  fencing_token: Int8;
  lease_until: Instant;
}

interface RateBucketTable {
  bucket: string;
  tokens: number;
  rate: number;
  burst: number;
  refilled_at: Instant;
  held_until: NullableInstant;
  taken: Generated<number>;
  saved: Generated<number>;
  pace: Generated<number>;
  since: InstantDefault;
  teaches_from: InstantDefault;
  version: Generated<string>;
}

interface CircuitTable {
  circuit: string;
  failures: number;
  opened_at: NullableInstant;
  probe_at: NullableInstant;
}

interface PlaceTable {
  place_id: string;
  starts: Int8;
  started_at: Instant;
}

/** 0001-installation.sql, 0031-places.sql */
export interface InstallationTables {
  workspace: WorkspaceTable;
  place: PlaceTable;
  person: PersonTable;
  customer_person: CustomerPersonTable;
  login: LoginTable;
  one_time_link: OneTimeLinkTable;
  api_key: ApiKeyTable;
  sign_in_try: SignInTryTable;
  setting: SettingTable;
  reseller: ResellerTable;
  idempotency_key: IdempotencyKeyTable;
  lease: LeaseTable;
  rate_bucket: RateBucketTable;
  circuit: CircuitTable;
}
