-- Changes that somebody told us of: by notification, by a notification that another tool handed on, by the activity log. One stream for all three.
-- A row that is not handled is work; it says only what to read again.
create table feed_event (
  connection_id uuid not null references connection,
  -- Hash of the delivery, or the activity log's own id: the same told twice is one row.
  event_key text not null,
  feed text not null check (feed in ('webhook', 'relay', 'audit')),
  event text not null,
  -- What to read again: 'customer <tenant>', 'access', 'invoices', 'activity', 'nothing'.
  resource text not null,
  -- By the event's own word: measured by, never acted on.
  occurred_at timestamptz,
  received_at timestamptz not null,
  -- When what was read again could be seen here.
  handled_at timestamptz,
  outcome text check (outcome in ('read', 'gone', 'unknown', 'stale', 'none')),
  primary key (connection_id, event_key)
);
create index feed_event_waiting on feed_event (connection_id, resource) where handled_at is null;
create index feed_event_recent on feed_event (connection_id, received_at);

-- How lately a resource was read because of an event: many events in a row are few readings.
create table feed_resource (
  connection_id uuid not null references connection,
  resource text not null,
  read_at timestamptz,
  -- Readings in a row without a pause.
  readings int not null,
  failures int not null,
  retry_at timestamptz,
  primary key (connection_id, resource)
);

-- What is known of the account's one registration and of the activity log.
create table feed_state (
  connection_id uuid primary key references connection,
  -- The last part of our address; nobody can guess it, and it alone says whose account a delivery is about.
  path_key text not null unique,
  holder text not null check (holder in ('unknown', 'none', 'ours', 'foreign')),
  holder_since timestamptz not null,
  checked_at timestamptz,
  registered_host text,
  registered_events text[] not null default '{}',
  -- Sealed: the address may carry a key of the other tool.
  registered text,
  before_take_over text,
  -- Until when the activity log is known, and what the last look at it said.
  known_until timestamptz not null,
  polled_at timestamptz,
  -- False from the beginning of a look until its end.
  polled_whole boolean not null default true,
  poll_code text,
  poll_reason text,
  failures int not null default 0
);

-- Each writing of the registration: the intent before the call, the outcome after it.
create table webhook_act (
  act_id uuid primary key,
  connection_id uuid not null references connection,
  act text not null check (act in ('register', 'takeOver', 'giveBack')),
  state text not null check (state in ('submitting', 'confirmed', 'rejected', 'unknown', 'notPlaced')),
  reason text not null,
  actor text not null,
  from_host text,
  to_host text,
  code text,
  detail text,
  at timestamptz not null,
  ended_at timestamptz
);
create index webhook_act_recent on webhook_act (connection_id, at desc);

-- Deliveries keep the headers that sign them, so that they can be handed on as they came.
alter table webhook_event add column headers jsonb not null default '[]';
create index webhook_event_recent on webhook_event (received_at);

-- Other tools that get every delivery as it came.
create table relay_destination (
  destination_id uuid primary key,
  connection_id uuid not null references connection,
  name text not null,
  host text not null,
  address text not null,
  paused boolean not null default false,
  -- The tool whose registration was taken over.
  from_take_over boolean not null default false,
  created_at timestamptz not null,
  unique (connection_id, name)
);
create table relay_delivery (
  destination_id uuid not null references relay_destination,
  event_hash text not null references webhook_event,
  state text not null check (state in ('waiting', 'delivered', 'dead')),
  attempts int not null,
  next_at timestamptz not null,
  detail text,
  ended_at timestamptz,
  primary key (destination_id, event_hash)
);
create index relay_delivery_due on relay_delivery (next_at) where state = 'waiting';

do $$
declare t text;
begin
  foreach t in array array['feed_event', 'feed_resource', 'relay_destination', 'relay_delivery'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      $p$create policy whole_installation on %I
        using (current_setting('app.reseller', true) = '*')
        with check (current_setting('app.reseller', true) = '*')$p$, t);
  end loop;
end $$;
