-- How often each data folder has started on this database. A database that knows of fewer starts than the folder itself was brought back
-- from a backup: then outbound writing is held (journal rule 9).
create table place (
  place_id uuid primary key,
  starts bigint not null,
  started_at timestamptz not null
);
grant select, insert, update on place to concord_app;
