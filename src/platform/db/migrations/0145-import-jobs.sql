-- An import of customers is a job, found again after a reload; its counts stand beside the plan, so that a list of plans need not read every tenant.
alter table customer_plan
  add column job_id uuid,
  add column counts jsonb;
