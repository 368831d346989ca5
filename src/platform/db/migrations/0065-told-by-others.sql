-- What causes are told by: who changed what in Partner Center, what a customer's own directory holds, and what a PSA line was before.

-- A record of Partner Center's activity log (partner-center-api reference, section 14). Never changed, never retired.
create table activity_record (
  customer_id uuid not null,
  connection_id uuid not null,
  record_id text not null,
  reseller_id uuid not null,
  happened_at timestamptz not null,
  operation text not null,
  outcome text not null,
  resource_type text not null,
  -- The one subscription that it is about; null when there are several or none.
  subscription_remote_id text,
  quantity_before int,
  quantity_after int,
  status_after text,
  -- Who did it, as the log names them: a person's sign-in name or an application.
  who text not null,
  details jsonb not null,
  seen_at timestamptz not null,
  primary key (customer_id, connection_id, record_id)
);
create index activity_record_of_subscription on activity_record (customer_id, subscription_remote_id, happened_at);
create index activity_record_recent on activity_record (connection_id, happened_at desc);

-- Licences of a customer's tenant by Microsoft's own directory (Graph subscribedSkus): owned, and given to people.
create table tenant_licence (
  customer_id uuid not null,
  connection_id uuid not null,
  -- The directory's id of the product (Partner Center: provisioning id).
  sku_id text not null,
  reseller_id uuid not null,
  part_number text not null,
  capability text not null,
  enabled int not null,
  warning int not null,
  suspended int not null,
  assigned int not null,
  -- Of the assigned ones: to accounts that may not sign in. Null when people could not be read.
  assigned_blocked int,
  seen_at timestamptz not null,
  retired_at timestamptz,
  changed_at timestamptz not null,
  primary key (customer_id, connection_id, sku_id)
);

-- Which product of the catalogue the directory calls by which id (catalogue: dynamicAttributes.provisioningId).
create table licence_product (
  product_id text not null,
  sku_id text not null,
  -- Null: the catalogue names none.
  provisioning_id text,
  seen_at timestamptz not null,
  primary key (product_id, sku_id)
);
create index licence_product_by_provisioning on licence_product (provisioning_id) where provisioning_id is not null;

-- What a PSA line was before: the PSA itself forgets (psa reference 3.4), so what each reading found changed is written down.
create table psa_line_change (
  account_id uuid not null,
  change_id uuid not null,
  connection_id uuid not null,
  remote_id text not null,
  reseller_id uuid,
  changes jsonb not null,
  cause text not null,
  -- When the PSA says that the line was last written, and by whom; null when it does not say.
  remote_changed_at timestamptz,
  remote_changed_by text,
  at timestamptz not null,
  primary key (account_id, change_id)
);
create index psa_line_change_of_line on psa_line_change (account_id, connection_id, remote_id, at);

do $$
declare t text;
begin
  foreach t in array array['activity_record', 'tenant_licence', 'psa_line_change'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      $p$create policy in_scope on %I
        using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
        with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)$p$, t);
  end loop;
end $$;

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('activity_record', 'customer_id');
  perform create_distributed_table('tenant_licence', 'customer_id');
  perform create_distributed_table('psa_line_change', 'account_id');
end $$;
