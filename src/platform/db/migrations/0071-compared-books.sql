-- What a customer's books were when they were last compared, as one hash: books that still have it give the same differences.
create table compared_books (
  customer_id uuid not null,
  reseller_id uuid not null,
  digest text not null,
  primary key (customer_id)
);
alter table compared_books enable row level security;
alter table compared_books force row level security;
create policy in_scope on compared_books
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('compared_books', 'customer_id');
end $$;
