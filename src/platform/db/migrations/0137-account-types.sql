-- What kind of company an account is in the PSA, in the partner's own words: vendors and the like are not billed (psa reference 7.1).
alter table account add column types text[] not null default '{}';
