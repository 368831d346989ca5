-- What belongs to the installation and to no customer: who it is, people, keys, settings, work to do. Stays on the coordinator (product.md 5.4).
create table workspace (
  only_one boolean primary key default true check (only_one),
  workspace_id uuid not null,
  profile text not null check (profile in ('trial', 'production')),
  -- Differs from the epoch file beside the process after a restore: then outbound writing is held (journal rule 9).
  system_epoch uuid not null,
  restored_at timestamptz,
  created_at timestamptz not null
);

create table person (
  person_id uuid primary key,
  email text not null,
  name text not null,
  role text not null,
  password_hash text,
  state text not null default 'active' check (state in ('active', 'disabled')),
  failed_tries int not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index person_email on person (lower(email));

create table login (
  login_hash text primary key,
  person_id uuid not null references person,
  csrf text not null,
  -- When the person last proved who he is: password typed or one-time link opened (product.md 7).
  proved_at timestamptz not null,
  created_at timestamptz not null,
  used_at timestamptz not null,
  ends_at timestamptz not null,
  address text,
  agent text
);
create index login_person on login (person_id);

create table one_time_link (
  token_hash text primary key,
  person_id uuid not null references person,
  ends_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null
);

create table api_key (
  key_id uuid primary key,
  person_id uuid not null references person,
  name text not null,
  prefix text not null,
  key_hash text not null unique,
  scopes text[] not null,
  ends_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null
);

create table sign_in_try (
  try_id uuid primary key,
  email text not null,
  address text not null,
  worked boolean not null,
  at timestamptz not null
);
create index sign_in_try_recent on sign_in_try (at);

create table setting (
  name text primary key,
  value jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null
);

create table reseller (
  reseller_id uuid primary key,
  name text not null,
  created_at timestamptz not null
);

create table idempotency_key (
  person_id uuid not null,
  key text not null,
  body_hash text not null,
  state text not null check (state in ('running', 'done')),
  status int,
  reply jsonb,
  created_at timestamptz not null,
  primary key (person_id, key)
);

create table lease (
  name text primary key,
  holder text not null,
  fencing_token bigint not null,
  lease_until timestamptz not null
);

create table rate_bucket (
  bucket text primary key,
  tokens double precision not null,
  -- Calls a second that this remote has been seen to allow; learned, never told.
  rate double precision not null,
  burst double precision not null,
  refilled_at timestamptz not null,
  held_until timestamptz
);

create table circuit (
  circuit text primary key,
  failures int not null,
  opened_at timestamptz,
  probe_at timestamptz
);
