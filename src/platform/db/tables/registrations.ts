import type { Instant, NullableInstant } from './column.ts';

interface RegistrationTable {
  registration_id: string;
  token_hash: string;
  company: string;
  domain: string;
  contact: string;
  email: string;
  country: string;
  note: string;
  state: string;
  challenge: string;
  checked_at: NullableInstant;
  proved_at: NullableInstant;
  decided_by: string | null;
  decided_at: NullableInstant;
  reason: string;
  customer_id: string | null;
  expected_id: string | null;
  created_at: Instant;
  changed_at: Instant;
}

/** 0147-registrations.sql */
export interface RegistrationTables {
  registration: RegistrationTable;
}
