-- What goods bring beside the content: sheets that wait to be imported, and files of a draft that were the wrong ones.

alter table clearance_itemsheet enable row level security;
alter table clearance_itemsheet force row level security;
drop policy if exists system on clearance_itemsheet;
create policy system on clearance_itemsheet using ((select sw_is_system())) with check ((select sw_is_system()));
drop policy if exists guards on clearance_itemsheet;
create policy guards on clearance_itemsheet using (current_user <> session_user) with check (current_user <> session_user);
drop policy if exists seen on clearance_itemsheet;
create policy seen on clearance_itemsheet for select to portal_app using (company_id = any ((select sw_companies())::bigint[]));
drop policy if exists written on clearance_itemsheet;
create policy written on clearance_itemsheet for insert with check (company_id = any ((select sw_companies())::bigint[]));
drop policy if exists taken_away on clearance_itemsheet;
create policy taken_away on clearance_itemsheet for delete using (company_id = any ((select sw_companies())::bigint[]));

-- A file never changes. Until the declaration is filed nobody else has seen it, and its company may take it away.
create or replace function sw_file_of_a_draft_only() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$ begin
  if exists (select 1 from clearance_declaration d where d.id = old.declaration_id and d.state = 'draft') then
    return old;
  end if;
  raise exception 'a file of a filed declaration stays' using errcode = 'integrity_constraint_violation';
end $$;
drop trigger if exists never_changes on clearance_document;
create trigger never_changes before update on clearance_document for each row execute function sw_never_changes();
drop trigger if exists goes_with_a_draft_only on clearance_document;
create trigger goes_with_a_draft_only before delete on clearance_document for each row execute function sw_file_of_a_draft_only();
drop policy if exists taken_away on clearance_document;
create policy taken_away on clearance_document for delete using (company_id = any ((select sw_companies())::bigint[]));

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'grant delete on clearance_document to portal_app';
    execute 'revoke update, truncate on clearance_itemsheet from portal_app';
  end if;
end $$;
