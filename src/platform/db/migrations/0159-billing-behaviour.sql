-- How corrections are billed may differ for a customer, a product, or a product of a customer; what holds for all stands in the settings.
create table billing_exception (
  exception_id uuid primary key,
  -- Null: for every customer.
  customer_id uuid,
  -- Of the customer; ours where it is for every customer.
  reseller_id uuid not null,
  -- Both or none; none: for every product.
  product_id text,
  sku_id text,
  -- BillingChoice of src/model/billing-behaviour.ts.
  choice jsonb not null,
  reason text,
  changed_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index billing_exception_by_customer on billing_exception (customer_id) where customer_id is not null;

alter table billing_exception enable row level security;
alter table billing_exception force row level security;
create policy in_scope on billing_exception
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);

-- A preview knows what it was asked for, so that a fresh one can ask the same; and by how much the first bill is another one.
alter table plan add column date_wish text;
alter table plan_step add column first_bill jsonb;
