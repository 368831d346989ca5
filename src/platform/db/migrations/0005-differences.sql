-- What differs, what was decided about it, and every write to a remote that follows.
create table reconciliation_run (
  run_id uuid primary key,
  job_id uuid,
  state text not null check (state in ('running', 'completed', 'failed')),
  sources jsonb not null,
  counts jsonb not null,
  started_at timestamptz not null,
  ended_at timestamptz
);

create table difference (
  customer_id uuid not null,
  difference_id uuid not null,
  reseller_id uuid not null,
  kind text not null,
  -- Kind and subject: the same difference found again is the same row.
  subject text not null,
  state text not null,
  came_back boolean not null default false,
  customer_name text not null,
  product_name text not null,
  cause text not null,
  certainty text not null,
  -- Money a month; positive: the partner loses.
  impact numeric not null,
  currency text not null,
  finding jsonb not null,
  run_id uuid not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  decided_by text,
  reason text,
  muted_until date,
  changed_at timestamptz not null,
  version int not null default 1,
  primary key (customer_id, difference_id),
  unique (customer_id, kind, subject)
);
create index difference_by_id on difference (difference_id);
create index difference_by_impact on difference (state, abs(impact), difference_id);
create index difference_by_customer_name on difference (lower(customer_name), difference_id);
create index difference_by_kind on difference (kind, difference_id);
create index difference_by_last_seen on difference (last_seen_at, difference_id);

create table plan (
  plan_id uuid primary key,
  reseller_id uuid not null,
  type text not null,
  state text not null,
  fingerprint text not null,
  steps int not null,
  totals jsonb not null,
  expires_at timestamptz not null,
  job_id uuid,
  created_by text not null,
  approved_by text,
  approved_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null
);

create table plan_step (
  plan_id uuid not null references plan,
  step_id uuid not null,
  position int not null,
  customer_id uuid not null,
  reseller_id uuid not null,
  difference_id uuid not null,
  connection_id uuid not null,
  correction jsonb not null,
  effective_on date,
  summary text not null,
  before jsonb not null,
  after jsonb not null,
  calls jsonb not null,
  impact numeric not null,
  currency text not null,
  reversibility text not null,
  warnings text[] not null,
  state text not null,
  outcome jsonb,
  undo jsonb,
  changed_at timestamptz not null,
  primary key (plan_id, step_id)
);
create index plan_step_difference on plan_step (difference_id);

-- The journal: one row per intended remote effect (reliability reference, section 3). Never deleted.
create table command (
  command_id uuid primary key,
  reseller_id uuid not null,
  plan_id uuid not null,
  step_id uuid not null,
  direction text not null check (direction in ('apply', 'undo')),
  connection_id uuid not null,
  state text not null,
  write jsonb not null,
  natural_key text not null,
  fencing_token bigint not null default 0,
  next_look_at timestamptz,
  looks int not null default 0,
  outcome jsonb,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (plan_id, step_id, direction)
);
create index command_open on command (next_look_at) where state in ('unknown', 'submitting', 'ready');

create table command_attempt (
  command_id uuid not null references command,
  attempt int not null,
  reseller_id uuid not null,
  body jsonb not null,
  body_hash text not null,
  request_id uuid not null,
  correlation_id uuid not null,
  fencing_token bigint not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  end_state text,
  fault jsonb,
  primary key (command_id, attempt)
);
