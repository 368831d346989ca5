-- Lists of the picture. Under row level security only leakproof operators reach an index, and lower() and LIKE are not: so lower-case keys are
-- columns of their own, in byte order. Each sort of the contract has an index that also holds what the contract can filter by, so that even a
-- filter that nearly nothing passes is decided inside the index (performance reference, section 6).
alter table customer add column name_key text collate "C" generated always as (lower(name)) stored;
drop index customer_by_name, customer_by_stake, customer_by_subscriptions;
create index customer_by_name on customer (name_key, customer_id)
  include (domain, tenant_id, access_state, psa_state, open_differences, reseller_id) where retired_at is null;
create index customer_by_stake on customer (at_stake, customer_id) where retired_at is null;
create index customer_by_subscriptions on customer (subscriptions, customer_id) where retired_at is null;
create index customer_connection_back on customer_connection (connection_id, customer_id);

alter table access_relationship add column changed_at timestamptz not null default now();

alter table subscription
  add column customer_key text collate "C" generated always as (lower(customer_name)) stored,
  add column offer_key text collate "C" generated always as (lower(offer_name)) stored,
  -- Those without an end come last.
  add column ends_key date generated always as (coalesce(ends_on, '9999-12-31'::date)) stored;
drop index subscription_by_customer_name, subscription_by_offer, subscription_by_seats, subscription_by_end, subscription_by_status;
create index subscription_by_customer_name on subscription (customer_key, subscription_id)
  include (status, term, frequency, connection_id, customer_id, reseller_id) where retired_at is null;
create index subscription_by_offer on subscription (offer_key, subscription_id)
  include (status, term, frequency, connection_id, customer_id, reseller_id) where retired_at is null;
create index subscription_by_seats on subscription (seats, subscription_id)
  include (status, term, frequency, connection_id, customer_id, reseller_id) where retired_at is null;
create index subscription_by_end on subscription (ends_key, subscription_id)
  include (status, term, frequency, connection_id, customer_id, reseller_id) where retired_at is null;
create index subscription_by_status on subscription (status, subscription_id)
  include (term, frequency, connection_id, customer_id, reseller_id) where retired_at is null;
-- What ended is found by its end: status and end go together, so the order alone would pass by everything else first.
create index subscription_by_status_end on subscription (status, ends_key, subscription_id) where retired_at is null;
create index subscription_by_filter on subscription (connection_id, status, term, frequency) where retired_at is null;
create index subscription_by_term on subscription (term, frequency, status) where retired_at is null;
create index subscription_by_remote on subscription (remote_id);
create index subscription_by_product on subscription (product_id, sku_id, term, frequency);
-- Every sync touches seen_at of every row: room on the page keeps the indexes out of it.
alter table subscription set (fillfactor = 85);
alter table customer set (fillfactor = 85);

alter table connection add column secrets_set text[] not null default '{}';

-- One open problem for one thing and cause; a later run that fails the same way renews it.
create unique index sync_problem_one on sync_problem (connection_id, kind, subject, code) where solved_at is null;

alter table account_mapping
  add column customer_name text not null default '',
  -- What it was before the last decision of a person: undo goes back there.
  add column previous jsonb;
alter table account_mapping add column name_key text collate "C" generated always as (lower(customer_name)) stored;
create index account_mapping_by_name on account_mapping (name_key, mapping_id);
create index account_mapping_by_state on account_mapping (state, mapping_id);
create index account_mapping_by_id on account_mapping (mapping_id);

-- How many live subscriptions and seats have this product: counted at each matching, not at each look.
alter table product_mapping
  add column subscriptions int not null default 0,
  add column seats bigint not null default 0,
  add column previous jsonb,
  add column name_key text collate "C" generated always as (lower(product_name)) stored;
create index product_mapping_by_name on product_mapping (name_key, mapping_id);
create index product_mapping_by_state on product_mapping (state, mapping_id);
create unique index product_mapping_by_id on product_mapping (mapping_id);

create index account_by_connection on account (connection_id, remote_id);
create index psa_line_by_subscription on psa_line (vendor_subscription_id) where vendor_subscription_id is not null;
create index psa_line_by_agreement on psa_line (connection_id, agreement_remote_id);
create index distributor_subscription_by_microsoft on distributor_subscription (microsoft_id) where microsoft_id is not null;
