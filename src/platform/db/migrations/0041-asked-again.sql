-- Work that was asked for while it runs may have passed what the asker changed: it is done once more before the job ends.
alter table job add column asked_again boolean not null default false;
