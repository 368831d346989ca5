import type { Generated } from 'kysely';
import type { Instant, NullableInstant, NullableJson } from './column.ts';

interface ConsentLinkTable {
  link_id: string;
  connection_id: string;
  purpose: Generated<string>;
  token_hash: string;
  state: string;
  expected_user: string | null;
  made_by: string;
  ends_at: Instant;
  browser_hash: string | null;
  refusal: NullableJson;
  created_at: Instant;
  changed_at: Instant;
}

interface ConsentAttemptTable {
  attempt_id: string;
  link_id: string;
  state_hash: string;
  purpose: string;
  /** Sealed `{ nonce, verifier }`; gone when it was used. */
  proof: string | null;
  redirect_uri: string;
  ends_at: Instant;
  used_at: NullableInstant;
  created_at: Instant;
}

interface ConnectionConsentTable {
  consent_id: string;
  connection_id: string;
  link_id: string | null;
  purpose: Generated<string>;
  tenant_id: string;
  object_id: string | null;
  user_principal_name: string | null;
  display_name: string | null;
  is_global_admin: boolean | null;
  second_factor: string[];
  permissions: string[];
  at: Instant;
}

/** 0100-consent.sql, 0112-write-consent.sql */
export interface ConsentTables {
  consent_link: ConsentLinkTable;
  consent_attempt: ConsentAttemptTable;
  connection_consent: ConnectionConsentTable;
}
