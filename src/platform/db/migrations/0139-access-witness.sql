-- What a distributor tells of the delegated access of the tenants in an account: its own word by tenant id (capabilities S15, S49).
-- Microsoft decides; this is the second witness.
alter table account add column access_told jsonb not null default '{}';
create index account_access_told on account using gin (tenant_ids) where access_told <> '{}';
