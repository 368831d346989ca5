-- A mapping that is corrected for months before (capability S61): from which day on it counts, and whether that was taken back.
alter table account_mapping_version
  add column since_on date,
  add column withdrawn boolean not null default false;
alter table product_mapping_version
  add column since_on date,
  add column withdrawn boolean not null default false;
