-- The business tolerance of one import, where it is not the account's (S32): who said so and why.
alter table provider_invoice add column tolerance jsonb;
alter table provider_invoice add column tolerance_by text;
alter table provider_invoice add column tolerance_reason text;
