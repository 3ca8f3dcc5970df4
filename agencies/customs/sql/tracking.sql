-- Positions: customs and the company of the movement see them; written once; parts of a week are made and dropped by the sweeper.

do $$
declare t text;
begin
  foreach t in array array['customs_device', 'customs_binding', 'customs_knownby', 'customs_position', 'customs_lastposition'] loop
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
  -- Devices and the numbers movements go by are customs' own knowledge.
  foreach t in array array['customs_device', 'customs_binding', 'customs_knownby'] loop
    execute format($p$create policy seen on %I for select to portal_app using (
      (select sw_sees_all()) or 'customs' = any ((select sw_agencies())::varchar[]))$p$, t);
  end loop;
  -- Customs sees every transit; asking that first spares a look at each declaration.
  foreach t in array array['customs_position', 'customs_lastposition'] loop
    execute format($p$create policy seen on %I for select to portal_app using (
      company_id = any ((select sw_companies())::bigint[])
      or (((select sw_sees_all()) or 'customs' = any ((select sw_agencies())::varchar[]))
          and (company_id is null or not company_id = any ((select sw_barred())::bigint[])))
      or sw_officer_sees(declaration_id))$p$, t);
  end loop;
end $$;
create policy written on customs_device for insert with check ('customs' = any ((select sw_agencies())::varchar[]));
create policy changed on customs_device for update using ('customs' = any ((select sw_agencies())::varchar[]));

-- One number however it is written: capitals, no gaps, and the letters that Cyrillic and Latin plates share as Latin ones.
create or replace function sw_plain_number(written text) returns text
language sql immutable parallel safe as
$$ select regexp_replace(translate(upper(written), 'АВЕКМНОРСТУХ', 'ABEKMHOPCTYX'), '[^[:alnum:]]', '', 'g') $$;

create or replace function sw_know_movement() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  delete from customs_knownby k where k.movement_id = new.id;
  insert into customs_knownby (movement_id, kind, number)
    select distinct new.id, known.kind, left(sw_plain_number(known.number), 60)
      from (select 'vehicle' kind, unnest(new.vehicles) number union all select 'seal', unnest(new.seals)) known
     where sw_plain_number(known.number) <> '';
  -- A device that a declaration names rides with it, unless it still rides with another.
  if new.ended_at is null then
    update customs_device d set movement_id = new.id, moved_at = greatest(d.moved_at, new.released_at)
     where d.movement_id is null and d.ended_at is null and d.seal_number <> ''
       and d.seal_number in (select k.number from customs_knownby k where k.movement_id = new.id and k.kind = 'seal');
  end if;
  return null;
end
$$;
drop trigger if exists know_movement on customs_movement;
create trigger know_movement after insert or update of vehicles, seals on customs_movement
  for each row execute function sw_know_movement();

-- From when to when a device was on a movement; a device that stays where it is changes nothing.
create or replace function sw_bind_device() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if tg_op = 'UPDATE' then
    if new.movement_id is not distinct from old.movement_id then
      return null;
    end if;
    update customs_binding b set until = greatest(coalesce(new.moved_at, b.since), b.since)
     where b.device_id = new.id and b.until is null;
  end if;
  if new.movement_id is not null then
    insert into customs_binding (device_id, movement_id, since) values (new.id, new.movement_id, new.moved_at);
  end if;
  return null;
end
$$;
drop trigger if exists bind_device on customs_device;
create trigger bind_device after insert or update of movement_id on customs_device
  for each row execute function sw_bind_device();

create or replace function sw_guard_device() returns trigger language plpgsql as
$$
begin
  if (new.uuid, new.kind, new.registered_by_id, new.registered_at)
     is distinct from (old.uuid, old.kind, old.registered_by_id, old.registered_at) then
    raise exception 'a device stays what was registered' using errcode = 'check_violation';
  end if;
  if old.ended_at is not null and new.ended_at is distinct from old.ended_at then
    raise exception 'a device that is ended stays ended' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_device on customs_device;
create trigger guard_device before update on customs_device for each row execute function sw_guard_device();

-- Whatever ends a movement lets its devices go: to the movement that names them next, if there is one already.
create or replace function sw_let_devices_go() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  update customs_device d
     set moved_at = new.ended_at,
         movement_id = (select max(m.id) from customs_knownby k join customs_movement m on m.id = k.movement_id
                         where k.number = d.seal_number and k.kind = 'seal' and m.ended_at is null and m.id <> new.id)
   where d.movement_id = new.id;
  return null;
end
$$;
drop trigger if exists let_devices_go on customs_movement;
create trigger let_devices_go after update of ended_at on customs_movement
  for each row when (new.ended_at is not null and old.ended_at is null) execute function sw_let_devices_go();

-- A position is never changed; only the owner's function below takes old ones away.
create or replace function sw_positions_stay() returns trigger language plpgsql as
$$
begin
  if tg_op = 'UPDATE' or current_user = session_user then
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end
$$;
drop trigger if exists positions_stay on customs_position;
create trigger positions_stay before update or delete on customs_position for each row execute function sw_positions_stay();

create or replace function sw_never_back() returns trigger language plpgsql as
$$
begin
  if new.movement_id <> old.movement_id or new.company_id <> old.company_id or new.declaration_id <> old.declaration_id then
    raise exception 'a last position stays with its movement' using errcode = 'check_violation';
  end if;
  if new.at < old.at or new.heard_at < old.heard_at or (new.at is null and old.at is not null) then
    raise exception 'a last position never goes back' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists never_back on customs_lastposition;
create trigger never_back before update on customs_lastposition for each row execute function sw_never_back();

-- A part is reached through the whole table only: nobody but the owner's functions meets it directly.
create or replace function sw_wall_part(part text) returns void language plpgsql as
$$
begin
  execute format('alter table %I enable row level security', part);
  execute format('alter table %I force row level security', part);
  execute format('drop policy if exists guards on %I', part);
  execute format('create policy guards on %I using (current_user <> session_user) with check (current_user <> session_user)', part);
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute format('revoke all on %I from portal_app', part);
  end if;
end
$$;

-- What belongs to no week that is kept: clocks gone wrong, and whatever comes when no part was made in time.
create table if not exists customs_position_other partition of customs_position default;
select sw_wall_part('customs_position_other');

-- Make the parts of this week and the next ones, drop those that are past their days; answers how many were made and dropped.
create or replace function sw_keep_positions(today date, weeks_ahead integer, keep_days integer) returns integer
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' set lock_timeout = '2s' as
$$
declare week date; part text; done integer := 0;
begin
  -- Who may call this may not make evidence vanish by it: not before its days, nor by a day that has not come.
  if keep_days < 30 or today > current_date + 1 then
    raise exception 'positions are kept thirty days at least' using errcode = 'check_violation';
  end if;
  if not pg_try_advisory_xact_lock(hashtext('sw_keep_positions')) then
    return 0;
  end if;
  for week in select generate_series(date_trunc('week', today), date_trunc('week', today) + weeks_ahead * interval '7 days',
                                     interval '7 days')::date loop
    part := 'customs_position_' || to_char(week, 'YYYYMMDD');
    continue when to_regclass(part) is not null;
    execute format('create table %I (like customs_position including defaults including constraints)', part);
    perform sw_wall_part(part);
    execute format('with moved as (delete from customs_position_other where at >= %L and at < %L returning *)'
                   ' insert into %I select * from moved', week::timestamptz, (week + 7)::timestamptz, part);
    execute format('alter table customs_position attach partition %I for values from (%L) to (%L)',
                   part, week::timestamptz, (week + 7)::timestamptz);
    done := done + 1;
  end loop;
  for part in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
               where i.inhparent = 'customs_position'::regclass and c.relname ~ '^customs_position_\d{8}$'
                 and to_date(right(c.relname, 8), 'YYYYMMDD') + 7 <= today - keep_days loop
    execute format('drop table %I', part);
    done := done + 1;
  end loop;
  delete from customs_position_other o where o.received_at < (today - keep_days)::timestamptz;
  return done;
end
$$;

-- Movements that were there before, and the first parts.
do $$
begin
  perform set_config('sw.system', 'on', true);
  insert into customs_knownby (movement_id, kind, number)
    select distinct m.id, known.kind, left(sw_plain_number(known.number), 60)
      from customs_movement m,
           lateral (select 'vehicle' kind, unnest(m.vehicles) number union all select 'seal', unnest(m.seals)) known
     where sw_plain_number(known.number) <> '' on conflict do nothing;
  perform set_config('sw.system', 'off', true);
  perform sw_keep_positions(current_date, 4, 3650);
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke update, delete, truncate on customs_position from portal_app';
    execute 'revoke delete, truncate on customs_device, customs_lastposition from portal_app';
    execute 'revoke insert, update, delete, truncate on customs_binding, customs_knownby from portal_app';
    execute 'revoke execute on function sw_wall_part(text) from portal_app';
  end if;
end $$;
