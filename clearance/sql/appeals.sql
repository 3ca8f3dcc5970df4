-- Appeals: seen by the company and by the officers who see the declaration; decided by another person than refused.

alter table clearance_appeal enable row level security;
alter table clearance_appeal force row level security;
drop policy if exists system on clearance_appeal;
drop policy if exists guards on clearance_appeal;
drop policy if exists seen on clearance_appeal;
drop policy if exists written on clearance_appeal;
drop policy if exists changed on clearance_appeal;
create policy system on clearance_appeal using ((select sw_is_system())) with check ((select sw_is_system()));
create policy guards on clearance_appeal using (current_user <> session_user) with check (current_user <> session_user);
create policy seen on clearance_appeal for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));
create policy written on clearance_appeal for insert with check (company_id = any ((select sw_companies())::bigint[]));
create policy changed on clearance_appeal for update using (
  company_id = any ((select sw_companies())::bigint[])
  or (agency = any ((select sw_agencies())::varchar[]) and not company_id = any ((select sw_barred())::bigint[])));

create or replace function sw_guard_appeal() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare refused clearance_signoff;
begin
  select s.* into refused from clearance_signoff s where s.id = new.sign_off_id;
  if tg_op = 'INSERT' then
    if refused.verdict is distinct from 'refused' or refused.declaration_id <> new.declaration_id
       or refused.company_id <> new.company_id or refused.agency <> new.agency then
      raise exception 'only a refusal of this declaration is appealed' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if old.state <> 'filed' then
    raise exception 'an appeal that ended does not change' using errcode = 'check_violation';
  end if;
  if (new.declaration_id, new.company_id, new.sign_off_id, new.agency, new.grounds, new.filed_by_id, new.filed_at)
     is distinct from
     (old.declaration_id, old.company_id, old.sign_off_id, old.agency, old.grounds, old.filed_by_id, old.filed_at) then
    raise exception 'what was filed as an appeal stays as it was filed' using errcode = 'check_violation';
  end if;
  if new.state in ('decided', 'returned') and new.ended_by_id = refused.decided_by_id then
    raise exception 'an appeal is decided by another person than refused' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_appeal on clearance_appeal;
create trigger guard_appeal before insert or update on clearance_appeal for each row execute function sw_guard_appeal();

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke delete, truncate on clearance_appeal from portal_app';
  end if;
end $$;
