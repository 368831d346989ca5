-- What applying corrections needs beyond the first draft of plans and journal.

-- Taking a step back may need several writes, in order: each is a command of its own.
alter table command add column part int not null default 0;
alter table command drop constraint command_plan_id_step_id_direction_key;
alter table command add constraint command_once unique (plan_id, step_id, direction, part);
-- While one command on a line is open nobody begins another: the second plan is stale (journal rule 2, F54).
create unique index command_one_open on command (natural_key) where state in ('ready', 'submitting', 'unknown', 'needs_operator');

-- Who makes a correction cannot approve it (RB9): by person, not by name. A stale plan is followed by a fresh one that says what moved.
alter table plan add column maker_id uuid;
alter table plan add column replaces_plan_id uuid;
alter table plan add column moved_steps uuid[] not null default '{}';
create index plan_recent on plan (created_at desc, plan_id desc);

create index reconciliation_run_recent on reconciliation_run (started_at desc);
create index difference_by_kind_impact on difference (kind, abs(impact), difference_id);
create index difference_by_customer_state on difference (customer_id, state);
