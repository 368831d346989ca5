-- Notices to Teams and Slack, and once a day instead of as they happen.

alter table notice_channel drop constraint notice_channel_kind_check;
alter table notice_channel add constraint notice_channel_kind_check check (kind in ('email', 'webhook', 'teams', 'slack'));
alter table notice_channel add column cadence text not null default 'instant' check (cadence in ('instant', 'daily'));

-- Waits for the next digest.
alter table notice_delivery add column for_digest boolean not null default false;
-- What is told in one message; decided before its first try, so that each try tells the same.
alter table notice_delivery add column digest_id uuid;
