-- Who is behind with the points of which movement: kept by the system, and customs may know.

alter table customs_backlog enable row level security;
alter table customs_backlog force row level security;
drop policy if exists system on customs_backlog;
drop policy if exists guards on customs_backlog;
drop policy if exists seen on customs_backlog;
create policy system on customs_backlog using ((select sw_is_system())) with check ((select sw_is_system()));
create policy guards on customs_backlog using (current_user <> session_user) with check (current_user <> session_user);
create policy seen on customs_backlog for select to portal_app using (
  (select sw_sees_all()) or 'customs' = any ((select sw_agencies())::varchar[]));
