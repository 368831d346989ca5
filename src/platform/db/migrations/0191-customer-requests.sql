-- A customer's own people read what they themselves asked for; what others noted about them stays closed (S91, S99).
create policy of_customer on change_request for select
  using (current_setting('app.reseller', true) = 'customer:' || customer_id::text and origin = 'customer');
