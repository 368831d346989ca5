-- On Citus: with the customers whose consents they are. A no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('access_consent', 'customer_id');
end $$;
