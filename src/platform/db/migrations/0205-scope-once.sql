-- Whose rows are asked for is settled once for a statement instead of for each row: a scalar subquery is evaluated once. Where many rows are
-- walked (letters in a name, a filter that few pass) this was half of the time. It stays a CASE: of that the planner takes half of the rows to
-- pass; of a comparison with a value that it does not know next to none, which makes bad plans of joins.
do $$
declare
  of_all constant text := $p$(select current_setting('app.reseller', true) = '*')$p$;
  organisation constant text := $p$(select case when current_setting('app.reseller', true) ~ '^[0-9a-f-]{36}$'
    then current_setting('app.reseller', true)::uuid end)$p$;
  customer constant text := $p$(select case when current_setting('app.reseller', true) ~ '^customer:[0-9a-f-]{36}$'
    then substr(current_setting('app.reseller', true), 10)::uuid end)$p$;
  of_reseller constant text := format('case when %s then true else reseller_id = %s end', of_all, organisation);
  of_customer constant text := format('customer_id = %s', customer);
  held record;
begin
  for held in select policyname, tablename from pg_policies where schemaname = current_schema() loop
    if held.policyname = 'in_scope' then
      execute format('alter policy in_scope on %I using (%s) with check (%s)', held.tablename, of_reseller, of_reseller);
    elsif held.policyname = 'whole_installation' then
      execute format('alter policy whole_installation on %I using (%s) with check (%s)', held.tablename, of_all, of_all);
    elsif held.policyname = 'of_customer' and held.tablename = 'change_request' then
      -- Those that it made itself: not what a reseller asks for it.
      execute format('alter policy of_customer on change_request using (%s and origin = ''customer'')', of_customer);
    elsif held.policyname = 'of_customer' then
      execute format('alter policy of_customer on %I using (%s)', held.tablename, of_customer);
    end if;
  end loop;
end
$$;
