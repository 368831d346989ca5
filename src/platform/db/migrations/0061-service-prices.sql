-- What a service of a PSA cost the customers from which day on: the PSA itself keeps only the price of today, and what was agreed at the
-- beginning of a term holds to its end. No customer data.
create table psa_service_price (
  connection_id uuid not null,
  remote_id text not null,
  from_on date not null,
  price numeric not null,
  primary key (connection_id, remote_id, from_on),
  foreign key (connection_id, remote_id) references psa_service
);
insert into psa_service_price (connection_id, remote_id, from_on, price)
  select connection_id, remote_id, (changed_at at time zone 'UTC')::date, price from psa_service;
