-- Lists as people keep them for themselves: a name and what stands in the address. Others may open one by its id.
create table saved_view (
  view_id uuid primary key,
  reseller_id uuid not null,
  person_id uuid not null,
  name text not null,
  search jsonb not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version int not null,
  unique (person_id, name)
);
alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy in_scope on saved_view
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);
