-- Work that people can watch, and the trail of who did what.
create table job (
  job_id uuid primary key,
  reseller_id uuid not null,
  kind text not null,
  title text not null,
  state text not null,
  done bigint not null default 0,
  total bigint,
  unit text not null default 'items',
  step text,
  waiting_until timestamptz,
  input jsonb not null,
  result jsonb,
  errors jsonb not null default '[]',
  started_by text not null,
  -- Two identical jobs are one: the second joins the first (ux reference 4.7).
  joins text,
  cancel_asked boolean not null default false,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  changed_at timestamptz not null
);
create index job_recent on job (created_at desc, job_id desc);
create unique index job_running on job (joins) where joins is not null and state in ('queued', 'running', 'paused');

create table job_item (
  job_id uuid not null references job,
  item_id uuid not null,
  reseller_id uuid not null,
  subject text not null,
  outcome text not null check (outcome in ('done', 'changed', 'failed', 'skipped')),
  code text,
  reason text,
  at timestamptz not null,
  primary key (job_id, item_id)
);

-- Append-only: the application role may insert and read, never update or delete (SEC-51).
create table audit_event (
  seq bigint primary key,
  event_id uuid not null unique,
  at timestamptz not null,
  actor text not null,
  on_behalf_of text,
  origin text,
  action text not null,
  object text not null,
  reseller_id uuid,
  before jsonb,
  after jsonb,
  reason text,
  plan_id uuid,
  correlation_id text,
  result text not null,
  previous_hash text not null,
  hash text not null
);

create table audit_head (
  only_one boolean primary key default true check (only_one),
  seq bigint not null,
  hash text not null
);
insert into audit_head (seq, hash) values (0, repeat('0', 64));

-- The Overview in one read: maintained with the writes.
create table overview_total (
  reseller_id uuid not null,
  name text not null,
  facet text not null,
  count bigint not null,
  amount numeric not null,
  currency text not null,
  primary key (reseller_id, name, facet, currency)
);
