-- Letters inside a name or a domain are found by an index of their threes. The extension comes with PostgreSQL and needs no superuser; where it
-- cannot be had, the same is found by looking at all of them.
do $$
begin
  create extension if not exists pg_trgm;
  create index customer_by_letters on customer using gin (name_key gin_trgm_ops, domain gin_trgm_ops) where retired_at is null;
exception when insufficient_privilege or undefined_file or undefined_object or feature_not_supported then
  raise notice 'Customers are found by letters without an index: %', sqlerrm;
end
$$;

-- Under row level security no index serves a condition that might tell of hidden rows, and this is one. So its owner looks, who may see all where
-- it is a superuser, and the function leaves out what is out of scope by itself.
create function customers_with(letters text) returns setof uuid
language sql stable rows 100 security definer set search_path = public, pg_temp as $$
  select customer_id from customer
  where retired_at is null
    and (name_key like '%' || replace(replace(replace(letters, '\', '\\'), '%', '\%'), '_', '\_') || '%'
      or domain like '%' || replace(replace(replace(letters, '\', '\\'), '%', '\%'), '_', '\_') || '%')
    and case (select current_setting('app.reseller', true))
      when '*' then true
      else (select current_setting('app.reseller', true)) in (reseller_id::text, 'customer:' || customer_id::text)
    end
$$;
revoke all on function customers_with(text) from public;
grant execute on function customers_with(text) to concord_app;
