-- Findings as work: who does it until when, what was said about it, why and for how long it is left as it is, and which rule did that by itself.
alter table difference
  add column owner_id uuid,
  -- As it was when the work was given: lists and exports read it without the table of people.
  add column owner_name text,
  add column due_on date,
  add column tags text[] not null default '{}',
  add column notes int not null default 0,
  -- DismissReason and DismissScope of src/model/worklist.ts; null while nobody dismissed it.
  add column because text,
  add column scope text,
  add column rule_id uuid,
  -- Out of the finding, made by the database: what groups are made of.
  add column cause_key text generated always as (finding ->> 'causeKey') stored,
  add column action text not null generated always as (coalesce(finding #>> '{correction,action}', 'none')) stored;
create index difference_by_owner on difference (owner_id, state, difference_id) where owner_id is not null;
create index difference_by_cause_key on difference (cause_key, state) where cause_key is not null;
create index difference_by_rule on difference (rule_id, state) where rule_id is not null;

create table difference_note (
  customer_id uuid not null,
  difference_id uuid not null,
  note_id uuid not null,
  reseller_id uuid not null,
  text text not null,
  author_id uuid,
  author text not null,
  at timestamptz not null,
  primary key (customer_id, difference_id, note_id)
);

-- What people said that they accept without being asked each time. A limit of money each and in total bounds it.
create table acceptance_rule (
  rule_id uuid primary key,
  reseller_id uuid not null,
  name text not null,
  is_active boolean not null,
  kinds text[] not null,
  -- None: any cause.
  causes text[] not null,
  customer_id uuid,
  product text,
  each_limit_amount numeric not null,
  total_limit_amount numeric not null,
  currency text not null,
  because text not null,
  reason text not null,
  expires_on date,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version int not null
);

-- A month that was closed: what stood then, byte for byte. Never changed but for the note that it was reopened.
create table period_sign_off (
  sign_off_id uuid primary key,
  reseller_id uuid not null,
  month text not null,
  -- SHA-256 of the content before compression.
  hash text not null,
  content_gz bytea not null,
  reason text,
  signed_by text not null,
  signed_at timestamptz not null,
  reopened_by text,
  reopened_at timestamptz,
  reopen_reason text
);
create unique index period_sign_off_one on period_sign_off (reseller_id, month) where reopened_at is null;
create index period_sign_off_recent on period_sign_off (month, signed_at desc);

do $$
declare t text;
begin
  foreach t in array array['difference_note', 'acceptance_rule', 'period_sign_off'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      $p$create policy in_scope on %I
        using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
        with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)$p$, t);
  end loop;
end $$;
revoke delete on period_sign_off from concord_app;

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('difference_note', 'customer_id');
end $$;
