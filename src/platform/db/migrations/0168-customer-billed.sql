-- What the PSA bills a customer a month for Microsoft's products rests on the access to its tenant: the board sorts by it and the calendar sums it.
-- Kept beside the customer by each comparison of its books.
alter table customer
  add column billed jsonb not null default '[]',
  -- The largest of these amounts, whatever its currency: lists sort by it.
  add column billed_most numeric not null default 0;
create index customer_by_billed on customer (billed_most, customer_id) where retired_at is null;
