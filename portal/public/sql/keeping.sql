-- A question that was answered long ago may be deleted, by the system alone; one that waits for its answer may not.
-- The days are those of portal/settings/keeping.py at the least (30), less one for clocks that differ.

drop policy if exists old_only on public_enquiry;
create policy old_only on public_enquiry as restrictive for delete using (
  (select sw_is_system()) and answered_at < now() - interval '29 days');

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'grant delete on public_enquiry to portal_app';
  end if;
end $$;
