-- Rules for products: the first one that fits says which service bills it; a person's choice stands before every rule (ux reference 5.7).
create table mapping_rule (
  rule_id uuid primary key,
  connection_id uuid not null references connection,
  -- Rules are asked in this order.
  place int not null,
  name text not null,
  -- What must fit; null: anything.
  product_has text,
  product_id text,
  sku_id text,
  term text,
  frequency text,
  -- `productId:skuId` to which it does not apply.
  except_keys text[] not null,
  service_remote_id text not null,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version int not null
);
create index mapping_rule_order on mapping_rule (connection_id, place);

alter table product_mapping
  -- `productId:skuId` that takes its place, told by what its subscriptions renew into or moved to.
  add column superseded_by text;
