-- Accounts at Partner Center, distributors and PSA systems, what was read from them (raw, before parsing, rule B3), and how far.
create table connection (
  connection_id uuid primary key,
  kind text not null,
  side text not null check (side in ('microsoft', 'distributor', 'psa')),
  name text not null unique,
  state text not null,
  reason text,
  settings jsonb not null,
  -- Envelope text of platform/secrets: key id, wrapped data key, ciphertext. Never readable from a dump.
  secrets text,
  write_kinds text[] not null default '{}',
  -- What the remote is: tenant id or company id. Never changes (F46).
  identity text not null,
  last_success_at timestamptz,
  consent_ends_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (kind, identity)
);

create table probe_run (
  probe_run_id uuid primary key,
  connection_id uuid not null references connection,
  probes jsonb not null,
  state text not null,
  at timestamptz not null
);
create index probe_run_recent on probe_run (connection_id, at desc);

create table raw_answer (
  raw_id uuid primary key,
  connection_id uuid not null,
  correlation_id text not null,
  method text not null,
  url text not null,
  status int not null,
  sha256 text not null,
  body_gz bytea,
  bytes int not null,
  at timestamptz not null
);
create index raw_answer_recent on raw_answer (connection_id, at desc);
create index raw_answer_same on raw_answer (connection_id, sha256);

create table sync_run (
  run_id uuid primary key,
  job_id uuid,
  connection_id uuid not null references connection,
  reach text not null check (reach in ('full', 'incremental', 'customer')),
  state text not null check (state in ('running', 'completed', 'partial', 'failed', 'cancelled')),
  -- Per kind of record: cursor, counts, verdict. What a killed run goes on from.
  progress jsonb not null,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index sync_run_recent on sync_run (connection_id, started_at desc);

create table sync_cursor (
  connection_id uuid not null references connection,
  kind text not null,
  cursor text not null,
  last_count int,
  at timestamptz not null,
  primary key (connection_id, kind)
);

-- What could not be read or kept: one customer's trouble, or a record that breaks its own schema. Never stops the others.
create table sync_problem (
  problem_id uuid primary key,
  connection_id uuid not null references connection,
  run_id uuid not null,
  kind text not null,
  subject text not null,
  code text not null,
  reason text not null,
  raw text,
  at timestamptz not null,
  solved_at timestamptz
);
create index sync_problem_open on sync_problem (connection_id, at desc) where solved_at is null;

create table webhook_event (
  event_hash text primary key,
  connection_id uuid not null references connection,
  body bytea not null,
  received_at timestamptz not null,
  handled_at timestamptz
);
