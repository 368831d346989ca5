-- A connection that is removed keeps its row: history says which account it was of, and the same account added again goes on with it.
alter table connection add column removed_at timestamptz;
alter table connection drop constraint connection_name_key;
create unique index connection_name on connection (name) where removed_at is null;
