-- NCTS messages: seen by their company and by the officers of customs who see the declaration; written by the portal only, once.

do $$
declare t text;
begin
  foreach t in array array['customs_nctsmessage', 'customs_nctscorrespondence'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists system on %I', t);
    execute format('drop policy if exists guards on %I', t);
    execute format('drop policy if exists seen on %I', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('create policy guards on %I using (current_user <> session_user) with check (current_user <> session_user)', t);
    execute format($p$create policy seen on %I for select to portal_app using (
      company_id = any ((select sw_companies())::bigint[])
      or (declaration_id is not null and 'customs' = any ((select sw_agencies())::varchar[])
          and sw_officer_sees(declaration_id)))$p$, t);
  end loop;
end $$;

drop trigger if exists never_changes on customs_nctsmessage;
create trigger never_changes before update or delete on customs_nctsmessage for each row execute function sw_never_changes();

-- Whose message it is follows from the declaration it is about, and what was told stays told.
create or replace function sw_guard_ncts() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if new.declaration_id is not null and not exists (
       select 1 from clearance_declaration d where d.id = new.declaration_id and d.company_id = new.company_id) then
    raise exception 'a message belongs to the company of its declaration' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_ncts on customs_nctsmessage;
create trigger guard_ncts before insert on customs_nctsmessage for each row execute function sw_guard_ncts();
drop trigger if exists guard_ncts on customs_nctscorrespondence;
create trigger guard_ncts before insert or update on customs_nctscorrespondence for each row execute function sw_guard_ncts();

create or replace function sw_told_only_more() returns trigger language plpgsql as
$$
begin
  if new.told_seq < old.told_seq or (new.declaration_id, new.company_id) is distinct from (old.declaration_id, old.company_id) then
    raise exception 'what was told stays told' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists told_only_more on customs_nctscorrespondence;
create trigger told_only_more before update on customs_nctscorrespondence for each row execute function sw_told_only_more();

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke update, delete, truncate on customs_nctsmessage from portal_app';
    execute 'revoke delete, truncate on customs_nctscorrespondence from portal_app';
  end if;
end $$;
