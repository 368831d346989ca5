-- The template of access that customers of a segment (of the partner's own, 0119) should get: one for each segment.
create table access_template_segment (
  reseller_id uuid not null,
  segment_key text not null,
  segment text not null,
  template_id uuid not null,
  chosen_by text not null,
  chosen_at timestamptz not null,
  primary key (reseller_id, segment_key)
);
create index access_template_segments on access_template_segment (template_id);
alter table access_template_segment enable row level security;
alter table access_template_segment force row level security;
create policy in_scope on access_template_segment
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);
