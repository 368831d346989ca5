-- What somebody outside asks us to change for a customer: its reseller, or the customer itself by a form. Nothing is changed by asking; a person
-- accepts, and what is written to Microsoft is a plan.
create table change_request (
  request_id uuid primary key,
  -- Who sees it besides us: the reseller of the customer.
  reseller_id uuid not null,
  customer_id uuid not null,
  -- The partner account that is meant.
  connection_id uuid not null,
  kind text not null,
  origin text not null,
  -- By kind: {changes} of the billing profile, or {subscriptionId, seats}.
  wish jsonb not null,
  note text not null,
  state text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  -- Why it was declined or withdrawn.
  reason text not null,
  -- The plan that carries it out, previewed when it was accepted.
  plan_id uuid,
  changed_at timestamptz not null
);
create index change_request_newest on change_request (asked_at desc);
create index change_request_of on change_request (customer_id, asked_at desc);

-- A link by which a customer fills in what is missing in its billing profile. It works once, for some days, and tells nothing that is known.
create table customer_form (
  form_id uuid primary key,
  reseller_id uuid not null,
  customer_id uuid not null,
  connection_id uuid not null,
  token_hash text not null unique,
  -- Names of the fields that are asked for.
  fields text[] not null,
  state text not null,
  made_by text not null,
  created_at timestamptz not null,
  ends_at timestamptz not null,
  answered_at timestamptz,
  -- What became of the answer.
  request_id uuid,
  changed_at timestamptz not null
);
create index customer_form_of on customer_form (customer_id, created_at desc);

do $$
declare t text;
begin
  foreach t in array array['change_request', 'customer_form'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      $p$create policy in_scope on %I
        using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
        with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)$p$, t);
  end loop;
end $$;
