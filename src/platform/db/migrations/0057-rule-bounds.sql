-- A rule accepts only what is certain unless somebody said otherwise, and money that tells a cost only for somebody who may see costs: else its
-- limits could be used to find a cost out (rule RB8).
alter table acceptance_rule
  add column only_certain boolean not null default true,
  add column covers_costs boolean not null default false;
