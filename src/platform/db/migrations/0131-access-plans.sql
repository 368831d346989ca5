-- Plans may be about delegated access: then no difference of the books is put right.
alter table plan_step alter column difference_id drop not null;

-- What is asked of customers again and again: roles, for how long, and which groups get them.
create table access_template (
  template_id uuid primary key,
  reseller_id uuid not null,
  name text not null,
  role_ids text[] not null,
  duration_days int not null,
  auto_extends boolean not null,
  groups jsonb not null default '[]',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (reseller_id, name)
);
alter table access_template enable row level security;
alter table access_template force row level security;
create policy in_scope on access_template
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);
