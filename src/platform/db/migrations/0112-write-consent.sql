-- Writing at Microsoft needs a consent of its own, given after the one to read. What was switched on before somebody could give one is off again.
alter table connection add column write_consent_at timestamptz;
alter table connection add column write_consent_by text;
update connection set write_kinds = '{}' where side = 'microsoft';

alter table consent_link add column purpose text not null default 'reading' check (purpose in ('reading', 'writing'));
alter table connection_consent add column purpose text not null default 'reading' check (purpose in ('reading', 'writing'));
