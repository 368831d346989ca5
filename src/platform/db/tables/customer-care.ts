import type { Instant, NullableInstant } from './column.ts';

interface ExpectedCustomerTable {
  expected_id: string;
  reseller_id: string;
  connection_id: string;
  cloud: string;
  tenant_id: string;
  domain: string;
  name: string;
  email: string;
  country: string;
  note: string;
  reseller_mpn: string;
  origin: string;
  state: string;
  invitation_url: string;
  token_hash: string;
  sent_at: NullableInstant;
  opened_at: NullableInstant;
  accepted_at: NullableInstant;
  accepted_by: string;
  expires_at: NullableInstant;
  reminders: number;
  reminded_at: NullableInstant;
  customer_id: string | null;
  joined_connection_id: string | null;
  joined_at: NullableInstant;
  created_by: string;
  created_at: Instant;
  changed_at: Instant;
}

/** 0125-expected-customers.sql */
export interface CustomerCareTables {
  expected_customer: ExpectedCustomerTable;
}
