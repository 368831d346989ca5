-- A product key has the segment of its SKU, and the promotion where a subscription was bought with one (capability S65).
alter table product_mapping
  -- As the price sheets have it for the SKU; null: no sheet tells, or several segments are sold under it.
  add column segment text,
  -- Microsoft's id; '': every subscription that no mapping of a promotion is about.
  add column promotion_id text not null default '',
  -- Connections of the distributors that supply it now.
  add column distributors uuid[] not null default '{}';
alter table product_mapping drop constraint product_mapping_pkey;
alter table product_mapping add primary key (connection_id, product_id, sku_id, term, frequency, promotion_id);

alter table mapping_rule
  add column segment text,
  add column promotion_id text;
