-- On Citus: customer tables by customer_id, the books by account_id, catalogues and identities everywhere. A no-op on plain PostgreSQL.
do $$
declare t text;
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  foreach t in array array['customer', 'customer_connection', 'access_relationship', 'subscription', 'subscription_change', 'account_mapping', 'difference'] loop
    execute format('select create_distributed_table(%L, %L)', t, 'customer_id');
  end loop;
  foreach t in array array['account', 'distributor_subscription', 'psa_agreement', 'psa_line'] loop
    execute format('select create_distributed_table(%L, %L)', t, 'account_id');
  end loop;
  foreach t in array array['customer_identity', 'account_identity'] loop
    execute format('select create_reference_table(%L)', t);
  end loop;
end $$;
