-- People of a customer see their own customer, and only read (S91).

-- Whose customer's person somebody is; a merge moves it with everything else that names the customer.
create table customer_person (
  person_id uuid primary key references person,
  customer_id uuid not null
);
create index customer_person_of on customer_person (customer_id);

-- The scope of a customer matches no reseller, so every table is closed to it; these few are open, for reading.
do $$
declare t text;
begin
  foreach t in array array['customer', 'subscription', 'access_relationship', 'customer_profile'] loop
    execute format(
      $p$create policy of_customer on %I for select
        using (current_setting('app.reseller', true) = 'customer:' || customer_id::text)$p$, t);
  end loop;
end $$;
