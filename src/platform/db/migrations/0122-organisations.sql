-- Resellers below us as organisations: how they are known at Microsoft, how their people sign in, and which people are theirs. People without an
-- organisation are our own.
alter table reseller add column mpn text not null default '';
alter table reseller add column email text not null default '';
-- password: with a password or a one-time link; link: by one-time links only.
alter table reseller add column sign_in text not null default 'password' check (sign_in in ('password', 'link'));
alter table reseller add column state text not null default 'active' check (state in ('active', 'closed'));
create unique index reseller_mpn on reseller (mpn) where mpn <> '';
create unique index reseller_name on reseller (lower(name));
alter table person add column reseller_id uuid references reseller;
