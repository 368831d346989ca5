-- What people are told without being asked: once for each key, so that the same thing told by every look is one row.
create table notice (
  notice_id uuid primary key,
  key text not null unique,
  -- Dotted, as in webhooks: connection.needs_attention, connection.healthy.
  event text not null,
  title text not null,
  detail text not null,
  -- Path in the browser app that shows what it is about.
  link text not null,
  at timestamptz not null
);
create index notice_recent on notice (at desc, notice_id desc);
