-- Until when a step can be taken back at the remote, where it sets a limit (seats inside their window, a renewal).
alter table plan_step add column reversible_until timestamptz;
