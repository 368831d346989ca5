-- A customer can have several resellers below one provider (partner-center-api reference 4), and Microsoft tells them.
alter table customer_reseller drop constraint customer_reseller_pkey;
alter table customer_reseller add primary key (customer_id, connection_id, mpn);
-- When Microsoft last told it; null: a person named it.
alter table customer_reseller add column seen_at timestamptz;
create index customer_reseller_mpn on customer_reseller (mpn);
