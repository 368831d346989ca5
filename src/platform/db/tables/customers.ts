import type { ColumnType, Generated } from 'kysely';
import type { Derived, Instant, Int8, Json, JsonDefault, NullableInstant } from './column.ts';

interface CustomerIdentityTable {
  cloud: string;
  tenant_id: string;
  customer_id: string;
}

interface CustomerTable {
  customer_id: string;
  reseller_id: string;
  cloud: string;
  tenant_id: string;
  name: string;
  name_key: Derived;
  domain: string;
  country: string | null;
  access_state: Generated<string>;
  access_ends_at: NullableInstant;
  access_flags: Generated<string[]>;
  access_checked_at: NullableInstant;
  access_good_state: string | null;
  access_good_at: NullableInstant;
  consent_state: Generated<string>;
  consent_worked_at: NullableInstant;
  access_end_key: ColumnType<Temporal.Instant, never, never>;
  psa_state: Generated<string>;
  subscriptions: Generated<number>;
  open_differences: Generated<number>;
  at_stake: Generated<string>;
  currency: Generated<string>;
  seen_at: Instant;
  retired_at: NullableInstant;
  created_at: Instant;
  changed_at: Instant;
  merged_into: Generated<string | null>;
  preferred_currency: Generated<string | null>;
  billed: JsonDefault;
  billed_most: Generated<string>;
}

interface CustomerConnectionTable {
  customer_id: string;
  connection_id: string;
  reseller_id: string;
  relationship: string;
  seen_at: Instant;
  retired_at: NullableInstant;
  /** When the account listed the customer first; null: before 0188-leading-accounts.sql. */
  since: NullableInstant;
}

interface AccessRelationshipTable {
  customer_id: string;
  connection_id: string;
  remote_id: string;
  reseller_id: string;
  name: string;
  remote_status: string;
  state: string;
  ends_at: NullableInstant;
  role_ids: string[];
  auto_extends: boolean;
  duration: string | null;
  asked_at: NullableInstant;
  starts_at: NullableInstant;
  groups: JsonDefault;
  /** 0182-access-replacements.sql */
  replacement_plan_id: Generated<string | null>;
  /** 0192-replacements-held-back.sql */
  replacement_held_code: Generated<string | null>;
  replacement_held_because: Generated<string | null>;
  replacement_tried_at: NullableInstant;
  /** 0203-ends-told.sql */
  end_told: NullableInstant;
  end_told_days: Generated<number | null>;
  seen_at: Instant;
  retired_at: NullableInstant;
  changed_at: Generated<Instant>;
}

interface AccessConsentTable {
  customer_id: string;
  connection_id: string;
  reseller_id: string;
  state: string;
  granted_at: NullableInstant;
  worked_at: NullableInstant;
  refusals: Generated<number>;
  next_check_at: NullableInstant;
  checked_at: Instant;
  code: string | null;
  sentence: string | null;
  hint: string | null;
  changed_at: Instant;
}

interface AccessCalendarTable {
  person_id: string;
  reseller_id: string;
  token_hash: string;
  created_at: Instant;
}

interface AccessTemplateVersionTable {
  template_id: string;
  version: number;
  reseller_id: string;
  name: string;
  role_ids: string[];
  duration_days: number;
  auto_extends: boolean;
  groups: JsonDefault;
  changed_by: string;
  changed_at: Instant;
}

interface AccessTemplateTable {
  template_id: string;
  version: Generated<number>;
  reseller_id: string;
  name: string;
  role_ids: string[];
  duration_days: number;
  auto_extends: boolean;
  groups: JsonDefault;
  changed_by: Generated<string>;
  changed_at: Instant;
  created_at: Instant;
}

/** 0204-segment-templates.sql */
interface AccessTemplateSegmentTable {
  reseller_id: string;
  segment_key: string;
  segment: string;
  template_id: string;
  chosen_by: string;
  chosen_at: Instant;
}

interface SubscriptionTable {
  customer_id: string;
  subscription_id: string;
  reseller_id: string;
  connection_id: string;
  remote_id: string;
  offer_id: string;
  offer_name: string;
  product_id: string;
  sku_id: string;
  term: string;
  frequency: string;
  seats: number;
  status: string;
  remote_status: string;
  is_trial: boolean;
  is_usage: boolean;
  auto_renew: boolean;
  starts_on: string | null;
  ends_on: string | null;
  cancel_until: NullableInstant;
  parent_remote_id: string | null;
  next_seats: number | null;
  next_plan: string | null;
  term_end: string | null;
  promotion_id: string | null;
  customer_name: string;
  customer_key: Derived;
  offer_key: Derived;
  ends_key: Derived;
  seen_at: Instant;
  retired_at: NullableInstant;
  created_at: Instant;
  changed_at: Instant;
}

interface SubscriptionChangeTable {
  customer_id: string;
  subscription_id: string;
  change_id: string;
  reseller_id: string;
  changes: Json;
  cause: string;
  at: Instant;
}

interface ChargedMonthTable {
  customer_id: string;
  connection_id: string;
  reseller_id: string;
  period: string;
  subscription_ids: string[];
}

interface ComparedBooksTable {
  customer_id: string;
  reseller_id: string;
  digest: string;
}

interface ListTotalTable {
  list: string;
  reseller_id: string;
  facet: string;
  total: Int8;
}

/** 0003-customers.sql, 0010-picture.sql, 0062-charged.sql, 0071-compared-books.sql, 0130-access.sql, 0131-access-plans.sql, 0132-access-calendar.sql, 0167-template-versions.sql, 0168-customer-billed.sql */
export interface CustomersTables {
  customer_identity: CustomerIdentityTable;
  customer: CustomerTable;
  customer_connection: CustomerConnectionTable;
  access_relationship: AccessRelationshipTable;
  access_consent: AccessConsentTable;
  access_template: AccessTemplateTable;
  access_template_version: AccessTemplateVersionTable;
  access_template_segment: AccessTemplateSegmentTable;
  access_calendar: AccessCalendarTable;
  subscription: SubscriptionTable;
  subscription_change: SubscriptionChangeTable;
  charged_month: ChargedMonthTable;
  compared_books: ComparedBooksTable;
  list_total: ListTotalTable;
}
