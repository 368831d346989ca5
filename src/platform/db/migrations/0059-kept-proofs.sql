-- The penny proof of a version, made once. `mark` stands for what it was made with: another tax rate or header is another proof.
alter table invoice_version
  add column proof_mark text,
  add column proof jsonb;
