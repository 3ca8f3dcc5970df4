-- Alarms and stops: alarms are customs' own, a stop is known to the company it stops; both stay what they were made.

do $$
declare t text;
begin
  foreach t in array array['customs_alarm', 'customs_stop', 'customs_watch'] loop
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
  foreach t in array array['customs_alarm', 'customs_watch'] loop
    execute format($p$create policy seen on %I for select to portal_app using (
      'customs' = any ((select sw_agencies())::varchar[]) and sw_officer_sees(declaration_id))$p$, t);
  end loop;
  foreach t in array array['customs_alarm', 'customs_stop'] loop
    execute format($p$create policy changed on %I for update using (
      not company_id = any ((select sw_barred())::bigint[]) and 'customs' = any ((select sw_agencies())::varchar[])
      and sw_officer_sees(declaration_id))$p$, t);
    execute format('drop trigger if exists never_deleted on %I', t);
    execute format('create trigger never_deleted before delete on %I for each row execute function sw_never_changes()', t);
  end loop;
end $$;

create policy seen on customs_stop for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));
create policy written on customs_stop for insert with check (
  not company_id = any ((select sw_barred())::bigint[]) and 'customs' = any ((select sw_agencies())::varchar[])
  and sw_officer_sees(declaration_id));

create or replace function sw_of_its_movement() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if not exists (select 1 from customs_movement m where m.id = new.movement_id
                   and m.declaration_id = new.declaration_id and m.company_id = new.company_id) then
    raise exception 'what belongs to a movement belongs to its declaration and company' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

create or replace function sw_guard_alarm() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare grave constant text[] := array['low', 'medium', 'high', 'critical'];
begin
  if tg_op = 'INSERT' then
    if new.state <> 'open' then
      raise exception 'an alarm begins open' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if old.state = 'closed' then
    raise exception 'a closed alarm stays closed' using errcode = 'check_violation';
  end if;
  if (new.uuid, new.movement_id, new.declaration_id, new.company_id, new.opened_at)
     is distinct from (old.uuid, old.movement_id, old.declaration_id, old.company_id, old.opened_at) then
    raise exception 'an alarm stays what was raised' using errcode = 'check_violation';
  end if;
  -- Else two persons would be spared by calling it less than it is.
  if array_position(grave, new.severity::text) < array_position(grave, old.severity::text) then
    raise exception 'an alarm never becomes less grave' using errcode = 'check_violation';
  end if;
  if new.points < old.points then
    raise exception 'an alarm forgets no point' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

create or replace function sw_guard_stop() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare cause customs_alarm;
begin
  if tg_op = 'INSERT' then
    -- The row of the movement is the lock between a stop and an arrival.
    perform 1 from customs_movement m where m.id = new.movement_id for no key update;
    if new.alarm_id is not null then
      select a.* into cause from customs_alarm a where a.id = new.alarm_id;
      if cause.movement_id <> new.movement_id or (cause.severity = 'critical') <> new.is_critical then
        raise exception 'a stop is as grave as the alarm of its movement' using errcode = 'check_violation';
      end if;
    end if;
    if new.lifted_at is not null then
      raise exception 'a stop begins in force' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if old.lifted_at is not null then
    raise exception 'a lifted stop stays lifted' using errcode = 'check_violation';
  end if;
  if (new.uuid, new.movement_id, new.declaration_id, new.company_id, new.alarm_id, new.reason, new.language,
      new.legal_basis, new.is_critical, new.placed_by_id, new.placed_at)
     is distinct from
     (old.uuid, old.movement_id, old.declaration_id, old.company_id, old.alarm_id, old.reason, old.language,
      old.legal_basis, old.is_critical, old.placed_by_id, old.placed_at) then
    raise exception 'a stop stays what was placed' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

-- A stop keeps the goods from their arrival, whoever asks; what was released before stays released.
create or replace function sw_stopped_stays() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if new.state = 'arrived' and old.state <> 'arrived'
     and exists (select 1 from customs_stop s where s.movement_id = new.id and s.lifted_at is null) then
    raise exception 'a stopped movement does not arrive' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

do $$
declare t text;
begin
  foreach t in array array['customs_alarm', 'customs_stop', 'customs_watch'] loop
    execute format('drop trigger if exists of_its_movement on %I', t);
    execute format('create trigger of_its_movement before insert on %I for each row execute function sw_of_its_movement()', t);
  end loop;
end $$;
drop trigger if exists guard_alarm on customs_alarm;
create trigger guard_alarm before insert or update on customs_alarm for each row execute function sw_guard_alarm();
drop trigger if exists guard_stop on customs_stop;
create trigger guard_stop before insert or update on customs_stop for each row execute function sw_guard_stop();
drop trigger if exists stopped_stays on customs_movement;
create trigger stopped_stays before update of state on customs_movement for each row execute function sw_stopped_stays();

-- Drawings that counted once are kept.
do $$
declare t text;
begin
  foreach t in array array['customs_corridor', 'customs_zone', 'customs_restplace'] loop
    execute format('drop trigger if exists never_deleted on %I', t);
    execute format('create trigger never_deleted before delete on %I for each row execute function sw_never_changes()', t);
  end loop;
end $$;
