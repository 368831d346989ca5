-- How far an installation is set up: one row, made with its workspace. What it can read is not kept here: steps and gates are counted from the data.
create table setup (
  only_one boolean primary key default true check (only_one),
  state text not null check (state in ('draft', 'live')),
  choices jsonb,
  chosen_by text,
  chosen_at timestamptz,
  checks jsonb,
  first_jobs uuid[] not null default '{}',
  finished_by text,
  finished_at timestamptz,
  changed_at timestamptz not null
);

-- What a person said while setting up, with what the checks said at that moment. Rows are never changed, only withdrawn.
create table setup_confirmation (
  confirmation_id uuid primary key,
  subject text not null check (subject in ('readiness', 'withoutTenantEvidence')),
  by_name text not null,
  at timestamptz not null,
  reason text,
  checks jsonb not null,
  withdrawn_at timestamptz,
  withdrawn_by text
);
create unique index setup_confirmation_one on setup_confirmation (subject) where withdrawn_at is null;

-- Installations from before go on as they are; one that has nothing connected yet is set up like a new one.
insert into setup (state, changed_at)
select case when exists (select from connection) then 'live' else 'draft' end, created_at from workspace;
