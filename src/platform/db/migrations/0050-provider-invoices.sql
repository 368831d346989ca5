-- What Microsoft and the distributors charge. Lines are no rows here: they stay in files kept by the hash of their content, and a version says
-- which files those are. Nothing of an invoice is overwritten: what is issued again is another version.
create table provider_invoice (
  invoice_id uuid primary key,
  reseller_id uuid not null,
  provider text not null check (provider in ('microsoft', 'distributor')),
  connection_id uuid not null references connection,
  -- Of the newest version. Formats of one invoice are its versions, so the family decides which invoice it is.
  kind text not null,
  family text not null,
  -- Empty while it is not billed; then month and currency say which it is.
  number text not null,
  period text not null check (period ~ '^[0-9]{4}-[0-9]{2}$'),
  currency text,
  natural_key text not null,
  state text not null check (state in ('expected', 'importing', 'notComplete', 'complete', 'reconciled', 'closed')),
  -- What it says itself that its lines add up to: {lines, subtotal, tax, total}.
  header jsonb,
  versions int not null default 0,
  published_version int,
  -- Of the newest version, for lists.
  lines bigint,
  sums jsonb not null default '[]',
  tie text check (tie in ('tied', 'notTied', 'noHeader')),
  rest_amount numeric,
  suspense_lines bigint not null default 0,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (connection_id, family, natural_key)
);
create index provider_invoice_by_period on provider_invoice (period, invoice_id);
create index provider_invoice_by_number on provider_invoice (number, invoice_id);
create index provider_invoice_by_change on provider_invoice (changed_at, invoice_id);

create table invoice_version (
  invoice_id uuid not null references provider_invoice,
  n int not null,
  reseller_id uuid not null,
  kind text not null,
  state text not null check (state in ('staged', 'notTying', 'published', 'superseded')),
  source text not null check (source in ('sync', 'upload', 'cli')),
  content_hash text not null,
  etag text,
  fetched_at timestamptz not null,
  lines bigint not null,
  sums jsonb not null,
  tie text not null check (tie in ('tied', 'notTied', 'noHeader')),
  rest_amount numeric,
  problems jsonb not null,
  unreadable jsonb not null,
  -- Against the version before: {added, removed, effect, blob}.
  changes jsonb,
  published_at timestamptz,
  published_by text,
  reason text,
  primary key (invoice_id, n)
);
create index invoice_version_staged on invoice_version (invoice_id) where state = 'staged';

-- The distinct files of a version in order of first listing, each with all names under which it came.
create table invoice_blob (
  invoice_id uuid not null,
  n int not null,
  position int not null,
  reseller_id uuid not null,
  content_hash text not null,
  format text not null check (format in ('csv', 'jsonl')),
  names text[] not null,
  received_hashes text[] not null,
  lines bigint not null,
  bytes bigint not null,
  kept_bytes bigint not null,
  primary key (invoice_id, n, position),
  foreign key (invoice_id, n) references invoice_version
);
create index invoice_blob_by_hash on invoice_blob (content_hash);

-- Lines that wait until somebody knows something of them, grouped by what. `reasons` shrinks as mapping and catalogue learn; empty: resolved.
create table invoice_suspense (
  invoice_id uuid not null,
  n int not null,
  position int not null,
  reseller_id uuid not null,
  reasons text[] not null,
  customer text not null,
  customer_name text not null,
  product text not null,
  product_name text not null,
  charge_type text not null,
  currency text not null,
  lines bigint not null,
  total numeric not null,
  resolved_at timestamptz,
  primary key (invoice_id, n, position),
  foreign key (invoice_id, n) references invoice_version
);
create index invoice_suspense_open on invoice_suspense (invoice_id, n) where reasons <> '{}';

-- Files of an import that are kept already: one that was killed goes on behind them.
create table invoice_part (
  import_key text not null,
  name text not null,
  reseller_id uuid not null,
  content_hash text not null,
  received_hash text not null,
  bytes bigint not null,
  kept_bytes bigint not null,
  facts jsonb not null,
  kept_at timestamptz not null,
  primary key (import_key, name)
);
create index invoice_part_by_hash on invoice_part (content_hash);

-- Files that somebody sent, until their job has read them.
create table invoice_upload (
  upload_id uuid primary key,
  reseller_id uuid not null,
  connection_id uuid not null references connection,
  asked jsonb not null,
  files jsonb not null,
  created_at timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['provider_invoice', 'invoice_version', 'invoice_blob', 'invoice_suspense', 'invoice_part', 'invoice_upload'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      $p$create policy in_scope on %I
        using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
        with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)$p$, t);
  end loop;
end $$;
