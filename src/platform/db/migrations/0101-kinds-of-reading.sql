-- Some kinds of record can be read alone: a reach of its own, so that such a run is never taken for a reading of everything.
alter table sync_run drop constraint sync_run_reach_check;
alter table sync_run add constraint sync_run_reach_check check (reach in ('full', 'incremental', 'customer', 'billing', 'kinds'));
