-- Accounts by what invoices call them. Under row level security only leakproof operators reach an index, and lower() is not (see 0010): the index
-- of accounts was never used. The table of identities has no such rule, as that of customers.
create index account_identity_by_key on account_identity (connection_id, lower(remote_id));
drop index account_by_remote_id;
