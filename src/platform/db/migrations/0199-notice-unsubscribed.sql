-- A mailbox whose reader wants no more, by the link in a mail.
alter table notice_channel drop constraint notice_channel_state_check;
alter table notice_channel add constraint notice_channel_state_check check (state in ('on', 'paused', 'off', 'unsubscribed'));
-- What it was before, and is again when that is taken back: paused stays paused.
alter table notice_channel add column state_before text;
