-- Replacements of access that Concord asks for by itself: the plan that did, so that each relationship is replaced once.
alter table access_relationship add column replacement_plan_id uuid;
