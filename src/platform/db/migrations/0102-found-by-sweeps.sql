-- What a reading of everything found changed, and whether some feed had told of it: the proof that following changes misses nothing.
create table sync_find (
  run_id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('customers', 'subscriptions')),
  subject text not null,
  reseller_id uuid not null,
  what text not null check (what in ('created', 'changed', 'retired')),
  at timestamptz not null,
  -- Absent until every feed had its time to tell.
  told boolean,
  primary key (customer_id, run_id, kind, subject)
);
create index sync_find_of_run on sync_find (run_id);
alter table sync_find enable row level security;
alter table sync_find force row level security;
create policy in_scope on sync_find
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);

-- Found but told by nobody; absent while that is not known, and for runs that prove nothing (the first one, accounts without a feed).
alter table sync_run add column missed int, add column judge_at timestamptz;
create index sync_run_to_judge on sync_run (judge_at) where judge_at is not null;

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('sync_find', 'customer_id');
end $$;
