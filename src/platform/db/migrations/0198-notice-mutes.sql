-- What a notice is about, and what is muted: nobody is told of it elsewhere, and the list of notices has it all the same.

alter table notice add column object_kind text check (object_kind in ('customer', 'connection'));
alter table notice add column object_id uuid;
-- For which it was told nowhere.
alter table notice add column mute_id uuid;

-- Notices of before whose key or check says what they are about.
update notice set object_kind = 'connection', object_id = split_part(key, ' ', 2)::uuid
where key ~ '^(sign-in|fields) [0-9a-f]{8}-[0-9a-f-]{27} ';
update notice set object_kind = 'connection', object_id = probe_run.connection_id
from probe_run where notice.key = 'checks ' || probe_run.probe_run_id;

create table notice_mute (
  mute_id uuid primary key,
  -- Null: every channel.
  channel_id uuid references notice_channel,
  -- Null: everything that it is told.
  object_kind text check (object_kind in ('customer', 'connection')),
  object_id uuid,
  -- Null: every event.
  event text,
  -- Null: until somebody takes it away.
  until timestamptz,
  muted_by text not null,
  muted_at timestamptz not null,
  unique nulls not distinct (channel_id, object_id, event),
  check ((object_kind is null) = (object_id is null)),
  -- Nobody mutes everything by this.
  check (object_id is not null or (channel_id is not null and event is not null))
);

alter table notice_delivery drop constraint notice_delivery_state_check;
alter table notice_delivery add constraint notice_delivery_state_check check (state in ('waiting', 'delivered', 'dead', 'muted'));
-- What it was muted by; when that is taken away in time, it goes out.
alter table notice_delivery add column mute_id uuid;
create index notice_delivery_muted on notice_delivery (mute_id) where mute_id is not null;
