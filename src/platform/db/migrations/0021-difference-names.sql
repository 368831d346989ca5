-- Under row level security only leakproof operators reach an index, and lower() is not (see 0010): the name to sort by is a column of its own.
alter table difference add column name_key text collate "C" generated always as (lower(customer_name)) stored;
drop index difference_by_customer_name;
create index difference_by_customer_name on difference (name_key, difference_id) include (state, kind, customer_id, reseller_id);
