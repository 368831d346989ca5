-- The partner himself is the reseller of his own customers (ownReseller in src/model/ids.ts).
insert into reseller (reseller_id, name, created_at) values ('00000000-0000-7000-8000-000000000001', 'Own customers', now());
