-- Fields that answers of a remote have held, by the shape of the call's address; never a value. A field that comes later than the first days is
-- told of once: the remote has changed its form.
create table seen_field (
  connection_id uuid not null references connection,
  -- `GET /v1/subscriptions/{id}`.
  call text not null,
  -- `content[].commitmentTerm.term`.
  path text not null,
  first_at timestamptz not null,
  -- Whether people were told: what came while the form was being learned was not.
  told boolean not null,
  primary key (connection_id, call, path)
);

-- How far answers were looked through, and since when the form of each connection's answers is learned.
create table seen_until (
  connection_id uuid primary key references connection,
  until timestamptz not null
);
