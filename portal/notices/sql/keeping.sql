-- What was told long ago may be deleted, by the system alone; what is still to be sent may not, and nothing recent.
-- The days are those of portal/settings/keeping.py at the least (60 and 30), less one for clocks that differ.

drop policy if exists old_only on notices_notice;
create policy old_only on notices_notice as restrictive for delete using (
  (select sw_is_system()) and mail_due_at is null and at < now() - interval '59 days');
drop policy if exists old_only on notices_delivery;
create policy old_only on notices_delivery as restrictive for delete using (
  (select sw_is_system()) and due_at is null and made_at < now() - interval '29 days');
drop policy if exists old_only on notices_attempt;
create policy old_only on notices_attempt as restrictive for delete using (
  (select sw_is_system()) and at < now() - interval '29 days');

-- A webhook is ended, and where the record has been read to is moved on: neither is ever deleted.
do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke delete, truncate on notices_webhook, notices_stream, notices_choice from portal_app';
  end if;
end $$;
