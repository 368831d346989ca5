import type { Instant, Json, NullableInstant, NullableJson } from './column.ts';

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

interface CustomerProfileTable {
  customer_id: string;
  connection_id: string;
  reseller_id: string;
  bill_to: Json;
  registration_number: string;
  domains: string[];
  reseller_tenant_id: string;
  problems: Json;
  is_orderable: boolean;
  seen_at: Instant;
  changed_at: Instant;
}

interface CustomerProfileChangeTable {
  customer_id: string;
  change_id: string;
  connection_id: string;
  reseller_id: string;
  changes: Json;
  cause: string;
  at: Instant;
}

interface CustomerRecipientTable {
  customer_id: string;
  recipient_id: string;
  reseller_id: string;
  name: string;
  email: string;
  cost_centre: string;
  language: string;
  purchase_order: string;
  delivery: string;
  version: number;
  created_at: Instant;
  changed_at: Instant;
}

interface CustomerOwnFieldTable {
  customer_id: string;
  field: string;
  reseller_id: string;
  value: string;
  seen_value: string;
  changed_by: string;
  changed_at: Instant;
}

interface CustomerLeadingAccountTable {
  customer_id: string;
  reseller_id: string;
  connection_id: string;
  chosen_by: string;
  chosen_at: Instant;
}

interface CustomerConflictTable {
  customer_id: string;
  conflict_id: string;
  reseller_id: string;
  kind: string;
  winner: string;
  connection_id: string | null;
  plan_id: string | null;
  subject: string;
  field: string;
  base_value: string | null;
  our_value: string;
  their_value: string;
  at: Instant;
}

interface CountryRuleTable {
  country: string;
  rules: NullableJson;
  seen_at: Instant;
}

interface CustomerPlanTable {
  plan_id: string;
  reseller_id: string;
  kind: string;
  state: string;
  title: string;
  fingerprint: string;
  wish: Json;
  done: NullableJson;
  created_by: string;
  created_at: Instant;
  expires_at: Instant;
  applied_at: NullableInstant;
  applied_by: string | null;
  changed_at: Instant;
  job_id: string | null;
  counts: NullableJson;
}

interface CustomerApartTable {
  first_id: string;
  second_id: string;
  reseller_id: string;
  reason: string;
  decided_by: string;
  decided_at: Instant;
}

interface CustomerResellerTable {
  customer_id: string;
  connection_id: string;
  reseller_id: string;
  mpn: string;
  name: string;
  changed_at: Instant;
  /** Null: a person named it. */
  seen_at: NullableInstant;
}

/** 0125-expected-customers.sql, 0126-customer-contacts.sql, 0127-customer-plans.sql, 0128-customer-resellers.sql, 0145-import-jobs.sql */
export interface CustomerCareTables {
  customer_reseller: CustomerResellerTable;
  customer_plan: CustomerPlanTable;
  customer_apart: CustomerApartTable;
  customer_profile: CustomerProfileTable;
  customer_profile_change: CustomerProfileChangeTable;
  customer_recipient: CustomerRecipientTable;
  /** 0164-own-fields.sql */
  customer_own_field: CustomerOwnFieldTable;
  /** 0188-leading-accounts.sql */
  customer_leading_account: CustomerLeadingAccountTable;
  /** 0190-conflicts.sql */
  customer_conflict: CustomerConflictTable;
  country_rule: CountryRuleTable;
  expected_customer: ExpectedCustomerTable;
}
