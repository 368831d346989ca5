-- Who is told of notices elsewhere than in the browser, and what became of each telling.

-- When its deliveries were made; what was told before there were channels goes nowhere.
alter table notice add column routed_at timestamptz;
update notice set routed_at = at;
create index notice_unrouted on notice (at) where routed_at is null;

-- What a person has read.
create table notice_read (
  notice_id uuid not null references notice,
  person_id uuid not null references person,
  at timestamptz not null,
  primary key (notice_id, person_id)
);
create index notice_read_by on notice_read (person_id);

create table notice_channel (
  channel_id uuid primary key,
  kind text not null check (kind in ('email', 'webhook')),
  name text not null unique,
  -- What people are shown: the mailbox, of a webhook only the host.
  shown text not null,
  -- Sealed: an address of a program may carry its key.
  address text not null,
  -- Sealed: what webhooks are signed with, and the one before for a day after a change.
  secret text,
  secret_before text,
  secret_before_until timestamptz,
  -- Which events; none: all.
  events text[] not null default '{}',
  state text not null default 'on' check (state in ('on', 'paused', 'off')),
  reason text,
  -- Since when nothing was taken; null while the last delivery was.
  failing_since timestamptz,
  created_by text not null,
  created_at timestamptz not null
);

create table notice_delivery (
  delivery_id uuid primary key,
  channel_id uuid not null references notice_channel,
  -- Null: a test.
  notice_id uuid references notice,
  state text not null check (state in ('waiting', 'delivered', 'dead')),
  attempts int not null default 0,
  next_at timestamptz not null,
  detail text,
  created_at timestamptz not null,
  ended_at timestamptz,
  unique (channel_id, notice_id)
);
create index notice_delivery_due on notice_delivery (next_at) where state = 'waiting';
create index notice_delivery_recent on notice_delivery (channel_id, created_at desc, delivery_id desc);

-- The partner's own mail server; one row at most.
create table mail_server (
  name text primary key check (name = 'mail'),
  host text not null,
  port int not null,
  security text not null check (security in ('tls', 'startTls', 'none')),
  user_name text,
  -- Sealed.
  password text,
  sender text not null,
  changed_by text not null,
  changed_at timestamptz not null
);
