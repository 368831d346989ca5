-- A bucket is one row with its running measurement, and knows how often it was changed: whoever changes it need not lock it first.
alter table rate_bucket
  add column taken double precision not null default 0,
  add column since timestamptz not null default 'epoch',
  add column teaches_from timestamptz not null default 'epoch',
  add column version bigint not null default 0;

update rate_bucket as own
set taken = measured.tokens, since = measured.refilled_at, teaches_from = coalesce(measured.held_until, 'epoch')
from rate_bucket as measured
where measured.bucket = own.bucket || ' measured';

delete from rate_bucket where bucket like '% measured';
