-- What a partner keeps about an account besides how to sign in (its shape: model/provider-record.ts), and what the account tells about itself.
alter table connection
  add column provider jsonb not null default '{}',
  -- Counts changes, so that of two who save at once one is told.
  add column provider_version int not null default 0,
  add column account jsonb not null default '{}';
