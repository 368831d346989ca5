-- Consent of a partner's administrator: links that are handed over, sign-ins begun with them, and who consented to what.
-- A connection that is removed leaves them behind: they say who gave what to whom.
create table consent_link (
  link_id uuid primary key,
  connection_id uuid not null,
  token_hash text not null unique,
  state text not null check (state in ('waiting', 'opened', 'received', 'refused', 'expired', 'withdrawn')),
  expected_user text,
  made_by text not null,
  ends_at timestamptz not null,
  -- The browser that began a sign-in with it; no other one may use it.
  browser_hash text,
  refusal jsonb,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index consent_link_of_connection on consent_link (connection_id, created_at desc);

-- One trip to Microsoft and back. What proves its end (verifier, nonce) is sealed and goes when it is used.
create table consent_attempt (
  attempt_id uuid primary key,
  link_id uuid not null references consent_link,
  state_hash text not null unique,
  purpose text not null check (purpose in ('signIn', 'adminConsent')),
  proof text,
  redirect_uri text not null,
  ends_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null
);
create index consent_attempt_of_link on consent_attempt (link_id);

-- Who consented, when, with which permissions: the newest row of a connection counts, the older ones are its history.
create table connection_consent (
  consent_id uuid primary key,
  connection_id uuid not null,
  link_id uuid,
  tenant_id text not null,
  object_id text,
  user_principal_name text,
  display_name text,
  is_global_admin boolean,
  second_factor text[] not null,
  permissions text[] not null,
  at timestamptz not null
);
create index connection_consent_newest on connection_consent (connection_id, at desc);
