-- Which systems a customer needs an account in, and whether its links wait for somebody: one place for every count of what is to do (S63).
alter table customer_mapping
  -- Sides: a customer that is sold directly, and that no distributor supplies, needs none there.
  add column needs text[] not null default '{distributor,psa}',
  -- It buys something, and somebody has to decide about a link that it needs.
  add column waits boolean not null default false;
update customer_mapping set waits = true from customer
  where customer.customer_id = customer_mapping.customer_id and customer.subscriptions > 0 and customer_mapping.state not in ('mapped', 'ignored');

create index customer_mapping_waiting on customer_mapping (state) where waits;
drop index customer_mapping_by_name;
drop index customer_mapping_by_stake;
create index customer_mapping_by_name on customer_mapping (name_key, customer_id) include (state, domain, is_strong, waits, reseller_id);
create index customer_mapping_by_stake on customer_mapping (stake, customer_id) include (state, name_key, domain, is_strong, waits, reseller_id);
