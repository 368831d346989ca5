-- The company's number for tax, where the PSA has one: evidence of who is who (capability S59).
alter table account add column tax_id text not null default '';
