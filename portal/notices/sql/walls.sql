-- Notices are their reader's alone, webhooks their administrators'. Everything else is the system's.

do $$
declare t text;
begin
  foreach t in array array['notices_notice', 'notices_choice', 'notices_webhook', 'notices_delivery', 'notices_attempt',
                           'notices_stream', 'notices_seen'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists system on %I', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('drop policy if exists seen on %I', t);
    execute format('drop policy if exists changed on %I', t);
    execute format('drop policy if exists own on %I', t);
  end loop;
end $$;

-- Whether the acting person runs a company now: read at each act, not remembered.
create or replace function sw_runs(company bigint) returns boolean
language sql stable as
$$ select exists (select 1 from accounts_membership m
                   where m.company_id = company and m.user_id = sw_user() and m.active and m.role = 'admin') $$;

-- Whoever has left the company, lost the client or left the agency no longer reads what they were told of it.
create policy seen on notices_notice for select to portal_app using (
  recipient_id = (select sw_user())
  and (company_id = any ((select sw_companies())::bigint[]) or agency = any ((select sw_agencies())::varchar[])));
create policy changed on notices_notice for update to portal_app using (recipient_id = (select sw_user()));

create policy own on notices_choice to portal_app using (user_id = (select sw_user()))
  with check (user_id = (select sw_user()));

create policy own on notices_webhook to portal_app using (sw_runs(company_id)) with check (sw_runs(company_id));
create policy own on notices_delivery to portal_app using (sw_runs(company_id)) with check (sw_runs(company_id));
create policy seen on notices_attempt for select to portal_app using (sw_runs(company_id));

-- A person marks a notice as read or unread and changes nothing else of it.
create or replace function sw_notices_are_marked_only() returns trigger language plpgsql as
$$ begin
  if not sw_is_system() and to_jsonb(new) - 'read_at' is distinct from to_jsonb(old) - 'read_at' then
    raise exception 'a notice is only marked as read or unread' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
drop trigger if exists marked_only on notices_notice;
create trigger marked_only before update on notices_notice for each row execute function sw_notices_are_marked_only();
