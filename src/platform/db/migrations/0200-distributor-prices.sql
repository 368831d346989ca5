-- What a distributor asks for its products, as read. It tells the prices of now and no earlier ones, so history begins with the first reading: what
-- another reading finds is another row, and no row is overwritten.
create table distributor_price (
  price_id uuid primary key,
  connection_id uuid not null references connection,
  product_remote_id text not null,
  -- In the distributor's words, and in ours.
  billing_term text not null,
  commitment text not null,
  term text not null,
  frequency text not null,
  -- How the rates of the price are meant, and what this rate is for.
  kind text not null check (kind in ('flat', 'volume', 'tiered', 'markUp', 'unknown')),
  per text not null check (per in ('unit', 'all', 'unknown')),
  unit text not null,
  quantity_from numeric not null,
  quantity_to numeric,
  -- For one charge of the frequency; null where the distributor does not say.
  cost numeric,
  retail_price numeric,
  -- That of the subscriptions bought there: the price list names none. Null where they name several, or none.
  currency text,
  -- The first and the last reading that had it so, and the one that had it otherwise or no more.
  read_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  unique (connection_id, product_remote_id, billing_term, commitment, quantity_from, read_at)
);
create unique index distributor_price_now on distributor_price (connection_id, product_remote_id, billing_term, commitment, quantity_from)
  where ended_at is null;
