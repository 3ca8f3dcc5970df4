-- Visits: seen by whoever sends, carries, checks or lets in; moved only along MOVES; nobody leaves with goods that may not.

do $$
declare t text;
begin
  foreach t in array array['customs_visit', 'customs_carried', 'customs_visitstep', 'customs_visitcheck', 'customs_slot'] loop
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

-- What a visit carries is trade data: its company's, and officers' who see the declaration. Who runs the site sees none of it.
create policy seen on customs_carried for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[])
  or (not company_id = any ((select sw_barred())::bigint[]) and sw_officer_sees(declaration_id)));
create policy written on customs_carried for insert with check (
  company_id = any ((select sw_companies())::bigint[])
  or (not company_id = any ((select sw_barred())::bigint[]) and 'customs' = any ((select sw_agencies())::varchar[])));
create policy changed on customs_carried for update using (
  not company_id = any ((select sw_barred())::bigint[]) and 'customs' = any ((select sw_agencies())::varchar[]));

create policy seen on customs_visit for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[])
  or exists (select 1 from customs_carried c where c.visit_id = customs_visit.id and c.company_id = any ((select sw_companies())::bigint[]))
  or array['customs', 'border_guard', 'transport']::varchar[] && (select sw_agencies())::varchar[]
  or (select sw_sees_all())
  or array[office_id, '*']::varchar[] && (select sw_sites())::varchar[]);
create policy written on customs_visit for insert with check (
  (state = 'booked' and company_id = any ((select sw_companies())::bigint[]))
  or 'customs' = any ((select sw_agencies())::varchar[])
  or array[office_id, '*']::varchar[] && (select sw_sites())::varchar[]);
create policy changed on customs_visit for update using (
  (state = 'booked' and company_id = any ((select sw_companies())::bigint[]))
  or 'customs' = any ((select sw_agencies())::varchar[])
  or array[office_id, '*']::varchar[] && (select sw_sites())::varchar[])
with check (
  (state in ('booked', 'cancelled') and company_id = any ((select sw_companies())::bigint[]))
  or 'customs' = any ((select sw_agencies())::varchar[])
  or array[office_id, '*']::varchar[] && (select sw_sites())::varchar[]);

-- What belongs to a visit is seen with it; the visit's own policy decides.
create policy seen on customs_visitstep for select to portal_app using (
  exists (select 1 from customs_visit v where v.id = visit_id));
create policy written on customs_visitstep for insert with check (exists (
  select 1 from customs_visit v where v.id = visit_id
     and ((kind in ('book', 'move', 'cancel') and v.company_id = any ((select sw_companies())::bigint[]))
          or 'customs' = any ((select sw_agencies())::varchar[])
          or array[v.office_id, '*']::varchar[] && (select sw_sites())::varchar[])));
create policy seen on customs_visitcheck for select to portal_app using (
  exists (select 1 from customs_visit v where v.id = visit_id));
create policy changed on customs_visitcheck for update using (
  agency = any ((select sw_agencies())::varchar[])
  or exists (select 1 from clearance_coverage c where c.agency = customs_visitcheck.agency
                and c.executed_by = any ((select sw_agencies())::varchar[])));
create policy seen on customs_slot for select to portal_app using (
  exists (select 1 from customs_visit v where v.id = visit_id));
create policy written on customs_slot for insert with check (company_id = any ((select sw_companies())::bigint[]));
create policy changed on customs_slot for update using (
  company_id = any ((select sw_companies())::bigint[]) or exists (
    select 1 from customs_visit v where v.id = visit_id and ('customs' = any ((select sw_agencies())::varchar[])
       or array[v.office_id, '*']::varchar[] && (select sw_sites())::varchar[])));

create or replace function sw_guard_visit() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if tg_op = 'INSERT' then
    if new.state not in ('booked', 'waiting_zone') then
      raise exception 'a visit begins booked or before the gate' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (new.uuid, new.office_id, new.plate, new.made_at) is distinct from (old.uuid, old.office_id, old.plate, old.made_at)
     or new.company_id is distinct from old.company_id then
    raise exception 'a visit stays that of its vehicle' using errcode = 'check_violation';
  end if;
  if new.state = old.state then
    return new;
  end if;
  if (old.state, new.state) not in (
       ('booked', 'waiting_zone'), ('waiting_zone', 'called'), ('called', 'gate_in'), ('gate_in', 'weighed'),
       ('weighed', 'scanned'), ('weighed', 'processed'), ('scanned', 'processed'), ('processed', 'gate_out'),
       ('booked', 'no_show'), ('called', 'no_show'), ('booked', 'cancelled'), ('waiting_zone', 'cancelled'),
       ('called', 'cancelled')) then
    raise exception 'a visit does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  -- Whoever writes it: what is aboard may leave, and everything about the vehicle was looked at and found well.
  if new.state = 'gate_out' and (
       exists (select 1 from customs_visitcheck k where k.visit_id = new.id and k.state <> 'passed')
       or exists (
         select 1 from customs_carried c join clearance_declaration d on d.id = c.declaration_id
          where c.visit_id = new.id and c.taken_off_at is null
            and (d.state not in ('released', 'released_with_conditions', 'closed') or d.open_holds > 0
                 or exists (select 1 from customs_stop t where t.declaration_id = d.id and t.lifted_at is null)
                 or exists (select 1 from clearance_signoff s
                             where s.declaration_id = d.id and s.state <> 'lapsed'
                               and (s.blocks = 'departure' or (s.blocks in ('discharge', 'delivery') and exists (
                                    select 1 from customs_movement m where m.declaration_id = d.id and m.arrived_at is not null)))
                               and (s.state <> 'decided' or s.verdict not in ('approved', 'approved_with_conditions', 'not_competent')))))) then
    raise exception 'a vehicle leaves with what may leave' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_visit on customs_visit;
create trigger guard_visit before insert or update on customs_visit for each row execute function sw_guard_visit();

create or replace function sw_guard_carried() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare filed clearance_declaration;
begin
  if tg_op = 'INSERT' then
    select d.* into filed from clearance_declaration d where d.id = new.declaration_id;
    if filed.company_id <> new.company_id or filed.state = 'draft' or new.taken_off_at is not null then
      raise exception 'a vehicle carries what its company filed' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (new.visit_id, new.declaration_id, new.company_id) is distinct from (old.visit_id, old.declaration_id, old.company_id)
     or old.taken_off_at is not null then
    raise exception 'what a vehicle carried stays on record' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_carried on customs_carried;
create trigger guard_carried before insert or update on customs_carried for each row execute function sw_guard_carried();

create or replace function sw_guard_visit_check() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if (new.visit_id, new.agency, new.requirement) is distinct from (old.visit_id, old.agency, old.requirement)
     or old.state = 'passed' or new.state = 'open' then
    raise exception 'a check that is done stays done' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_visit_check on customs_visitcheck;
create trigger guard_visit_check before update on customs_visitcheck for each row execute function sw_guard_visit_check();

create or replace function sw_guard_slot() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare visited customs_visit;
begin
  if new.starts_at <> date_trunc('hour', new.starts_at) then
    raise exception 'a slot begins on the hour' using errcode = 'check_violation';
  end if;
  if tg_op = 'INSERT' then
    select v.* into visited from customs_visit v where v.id = new.visit_id;
    if visited.company_id is distinct from new.company_id or visited.office_id <> new.office_id then
      raise exception 'a slot is that of its visit' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (new.visit_id, new.company_id, new.office_id, new.kind, new.ground, new.first_starts_at, new.deposit, new.booked_by_id)
     is distinct from
     (old.visit_id, old.company_id, old.office_id, old.kind, old.ground, old.first_starts_at, old.deposit, old.booked_by_id)
     or (old.deposit_state <> 'held' and new.deposit_state <> old.deposit_state) then
    raise exception 'a slot stays what was booked' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_slot on customs_slot;
create trigger guard_slot before insert or update on customs_slot for each row execute function sw_guard_slot();

drop trigger if exists never_changes on customs_visitstep;
create trigger never_changes before update or delete on customs_visitstep for each row execute function sw_never_changes();

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke delete, truncate on customs_visit, customs_carried, customs_visitcheck, customs_slot from portal_app';
    execute 'revoke update, delete, truncate on customs_visitstep from portal_app';
  end if;
end $$;
