-- Quiet hours of a channel, and what goes through them.

-- Of what is told from now on; what was told before was told.
alter table notice add column urgent boolean not null default false;

-- Time zone and windows; null: none.
alter table notice_channel add column quiet jsonb;

-- Waits for the end of quiet hours.
alter table notice_delivery add column held boolean not null default false;
