-- Each time two sides changed the same thing (S22): whose value won, and both values. Never changed afterwards.
create table customer_conflict (
  customer_id uuid not null,
  conflict_id uuid not null,
  reseller_id uuid not null,
  kind text not null,
  winner text not null,
  connection_id uuid,
  plan_id uuid,
  subject text not null,
  field text not null,
  -- What both began from; null where nobody knows.
  base_value text,
  -- What was wanted, written or kept here, and what the other side has.
  our_value text not null,
  their_value text not null,
  at timestamptz not null,
  primary key (customer_id, conflict_id)
);
create index customer_conflict_newest on customer_conflict (at, conflict_id);
create index customer_conflict_customer on customer_conflict (customer_id, at, conflict_id);
alter table customer_conflict enable row level security;
alter table customer_conflict force row level security;
create policy in_scope on customer_conflict
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);

-- What was written from here is looked up when a reading finds it changed.
create index plan_step_customer on plan_step (customer_id, changed_at);

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('customer_conflict', 'customer_id');
end $$;
