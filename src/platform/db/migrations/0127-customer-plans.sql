-- Changes of who is who, previewed before they are made and taken back afterwards: merging, splitting, importing. What a merge moved is kept
-- row by row, so that taking it back leaves things as they were.
create table customer_plan (
  plan_id uuid primary key,
  reseller_id uuid not null,
  kind text not null,
  state text not null,
  title text not null,
  fingerprint text not null,
  -- What would be done, as it was previewed.
  wish jsonb not null,
  -- What was done, enough to take it back; null until then.
  done jsonb,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  applied_at timestamptz,
  applied_by text,
  changed_at timestamptz not null
);
create index customer_plan_newest on customer_plan (created_at desc);

-- Two records that look like one customer and are not: nobody is asked again.
create table customer_apart (
  first_id uuid not null,
  second_id uuid not null,
  reseller_id uuid not null,
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (first_id, second_id)
);

-- A customer that is gone from Microsoft and goes on as another one. When its tenant comes back it is itself again (ruling 1).
alter table customer add column merged_into uuid;
create index customer_merged on customer (tenant_id) where merged_into is not null;

do $$
declare t text;
begin
  foreach t in array array['customer_plan', 'customer_apart'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      $p$create policy in_scope on %I
        using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
        with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)$p$, t);
  end loop;
end $$;
