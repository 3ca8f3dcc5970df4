-- What the control centre does is customs' own: no company reads it, nobody changes it afterwards.

do $$
declare t text;
begin
  foreach t in array array['customs_intervention', 'customs_handover'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists system on %I', t);
    execute format('drop policy if exists guards on %I', t);
    execute format('drop policy if exists seen on %I', t);
    execute format('drop policy if exists written on %I', t);
    execute format('drop policy if exists changed on %I', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('create policy guards on %I using (current_user <> session_user) with check (current_user <> session_user)', t);
  end loop;
end $$;
create policy seen on customs_intervention for select to portal_app using (
  'customs' = any ((select sw_agencies())::varchar[]) and sw_officer_sees(declaration_id));
create policy written on customs_intervention for insert with check (
  not company_id = any ((select sw_barred())::bigint[]) and 'customs' = any ((select sw_agencies())::varchar[])
  and sw_officer_sees(declaration_id));
create policy seen on customs_handover for select to portal_app using ('customs' = any ((select sw_agencies())::varchar[]));
create policy written on customs_handover for insert with check ('customs' = any ((select sw_agencies())::varchar[]));
create policy changed on customs_handover for update using ('customs' = any ((select sw_agencies())::varchar[]));

create or replace function sw_guard_intervention() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if tg_op <> 'INSERT' then
    raise exception 'an intervention stays what was done' using errcode = 'check_violation';
  end if;
  if not exists (select 1 from customs_movement m where m.id = new.movement_id
                   and m.declaration_id = new.declaration_id and m.company_id = new.company_id)
     or new.alarm_id is not null
        and not exists (select 1 from customs_alarm a where a.id = new.alarm_id and a.movement_id = new.movement_id) then
    raise exception 'an intervention is about one movement' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_intervention on customs_intervention;
create trigger guard_intervention before insert or update or delete on customs_intervention
  for each row execute function sw_guard_intervention();

create or replace function sw_guard_handover() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if tg_op = 'DELETE' or old.taken_at is not null
     or (new.uuid, new.given_by_id, new.given_at, new.note, new.alarms, new.stops, new.under_way)
        is distinct from (old.uuid, old.given_by_id, old.given_at, old.note, old.alarms, old.stops, old.under_way) then
    raise exception 'a handover stays what was said' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_handover on customs_handover;
create trigger guard_handover before update or delete on customs_handover for each row execute function sw_guard_handover();

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke update, delete, truncate on customs_intervention from portal_app';
    execute 'revoke delete, truncate on customs_handover from portal_app';
  end if;
end $$;
