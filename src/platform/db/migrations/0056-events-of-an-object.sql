-- What was done to one difference is shown beside it: found by its name, not by reading the whole trail.
create index audit_event_of_object on audit_event (object, seq);
