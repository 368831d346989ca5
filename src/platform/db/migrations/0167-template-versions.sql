-- A template is changed as a new version; what earlier ones asked for can be looked up.
alter table access_template
  add column version integer not null default 1,
  add column changed_by text not null default '';

create table access_template_version (
  template_id uuid not null,
  version integer not null,
  reseller_id uuid not null,
  name text not null,
  role_ids text[] not null,
  duration_days int not null,
  auto_extends boolean not null,
  groups jsonb not null default '[]',
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (template_id, version)
);

insert into access_template_version
select template_id, version, reseller_id, name, role_ids, duration_days, auto_extends, groups, changed_by, changed_at from access_template;

alter table access_template_version enable row level security;
alter table access_template_version force row level security;
create policy in_scope on access_template_version
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);
