-- A view of the whole team: listed for everybody, changed by its owner.
alter table saved_view add column is_shared boolean not null default false;
