-- What the hosts of the chosen systems answered when they were last asked from this machine, before any account is connected.
alter table setup add column network jsonb;
