-- When each schedule last started its readings; the row is locked while a worker decides, so that one turn starts them once.
create table sync_schedule (
  name text primary key,
  last_at timestamptz not null
);
