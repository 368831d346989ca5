-- A file of a distributor may be its invoices, too (issue 4): its lines are kept as those of every other distributor's invoice. `invoice` is what a person said of
-- it where its lines do not: number, month and control total.
alter table distributor_file drop constraint distributor_file_kind_check;
alter table distributor_file add constraint distributor_file_kind_check check (kind in ('customers', 'subscriptions', 'charges'));
alter table distributor_file add column invoice jsonb;
