-- Lines of invoices name customers and accounts by the provider's ids, in whatever case: they are looked up by these.
create index customer_identity_by_tenant on customer_identity (lower(tenant_id));
create index account_by_remote_id on account (connection_id, lower(remote_id));
