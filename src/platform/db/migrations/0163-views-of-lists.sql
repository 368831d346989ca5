-- A view belongs to a list: differences, as before, customers, or their access. A name is taken within its list only.
alter table saved_view add column list text not null default 'differences' check (list in ('differences', 'customers', 'access'));
alter table saved_view drop constraint saved_view_person_id_name_key;
alter table saved_view add unique (person_id, list, name);
