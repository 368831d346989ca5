-- Which end of an access people were told of, and at how many days before it: each of the steps is told once, also when clocks are set back.
alter table access_relationship
  add column end_told timestamptz,
  add column end_told_days int;
