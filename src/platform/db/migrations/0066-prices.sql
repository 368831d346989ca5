-- Microsoft's price sheets, kept for each market and month: what was changed is another version, and no version is overwritten.
create table price_sheet (
  sheet_id uuid primary key,
  connection_id uuid not null references connection,
  market text not null,
  view text not null,
  -- The month it is for, 2026-11.
  month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  version int not null,
  state text not null check (state in ('reading', 'kept')),
  -- Of the file as it came.
  sha256 text not null,
  -- Whether a monthly row of a yearly term holds the price of the whole term or of one month; null: no such rows.
  basis text check (basis in ('wholeTerm', 'perMonth')),
  currency text not null,
  rows int not null,
  read_at timestamptz not null,
  unique (connection_id, market, view, month, version)
);

create table price_row (
  sheet_id uuid not null references price_sheet,
  row_no int not null,
  product_id text not null,
  sku_id text not null,
  product_title text not null,
  sku_title text not null,
  term text not null,
  billing_plan text not null,
  segment text not null,
  currency text not null,
  unit_price numeric not null,
  retail_price numeric,
  tier_from numeric,
  tier_to numeric,
  starts_at timestamptz,
  ends_at timestamptz,
  tags text not null,
  primary key (sheet_id, row_no)
);
create index price_row_by_product on price_row (product_id, sku_id, term, billing_plan);
