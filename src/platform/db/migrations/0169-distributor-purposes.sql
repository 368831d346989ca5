-- What a distributor is read for: costs, and what it tells of delegated access. Each can be switched off.
alter table connection add column purposes text[] not null default '{costs,access}';

-- The Overview counts who is told otherwise; most accounts tell nothing.
create index account_by_witness on account (connection_id) where access_told <> '{}' and retired_at is null;
