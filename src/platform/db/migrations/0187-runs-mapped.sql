-- When what a run read had been mapped. A comparison waits for it: what is read and not mapped yet would be told of as missing, and be gone a moment later.
alter table sync_run add column mapped_at timestamptz;
