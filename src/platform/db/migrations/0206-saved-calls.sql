-- After a long wait that a remote asked for there is a minute's worth of calls again, and they may go as fast as those before it.
alter table rate_bucket
  add column saved double precision not null default 0,
  add column pace double precision not null default 0;
