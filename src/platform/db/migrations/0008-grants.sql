-- What the application role may do. The role itself is made by the migrator, which also checks that it owns nothing.
grant usage on schema public to concord_app;
grant select, insert, update, delete on all tables in schema public to concord_app;
alter default privileges in schema public grant select, insert, update, delete on tables to concord_app;
revoke update, delete on audit_event from concord_app;
revoke delete on command, command_attempt, subscription_change from concord_app;
