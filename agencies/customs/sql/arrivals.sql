-- Arrivals: seen by their company and the officers who see the declaration; written by customs' own acts as the system.

do $$
declare t text;
begin
  foreach t in array array['customs_carrierlink', 'customs_presentation', 'customs_remark'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists system on %I', t);
    execute format('drop policy if exists guards on %I', t);
    execute format('drop policy if exists seen on %I', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('create policy guards on %I using (current_user <> session_user) with check (current_user <> session_user)', t);
    execute format('create policy seen on %I for select to portal_app using (
      company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id))', t);
  end loop;
end $$;

create or replace function sw_of_its_movement() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if not exists (select 1 from customs_movement m where m.id = new.movement_id
                 and m.company_id = new.company_id and m.declaration_id = new.declaration_id) then
    raise exception 'what belongs to a movement is of its company and declaration' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists of_its_movement on customs_carrierlink;
create trigger of_its_movement before insert or update on customs_carrierlink for each row execute function sw_of_its_movement();
drop trigger if exists of_its_movement on customs_presentation;
create trigger of_its_movement before insert or update on customs_presentation for each row execute function sw_of_its_movement();
drop trigger if exists of_its_movement on customs_remark;
create trigger of_its_movement before insert or update on customs_remark for each row execute function sw_of_its_movement();

create or replace function sw_guard_link() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if (new.movement_id, new.digest, new.uuid) is distinct from (old.movement_id, old.digest, old.uuid) then
    raise exception 'a link opens the movement it was made for' using errcode = 'check_violation';
  end if;
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    raise exception 'a revoked link opens nothing again' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_link on customs_carrierlink;
create trigger guard_link before update on customs_carrierlink for each row execute function sw_guard_link();

-- A legal step is taken once: its moment stands.
create or replace function sw_guard_presentation() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if new.movement_id <> old.movement_id or new.arrived_at <> old.arrived_at
     or (old.papers_at is not null and new.papers_at is distinct from old.papers_at)
     or (old.registered_at is not null and new.registered_at is distinct from old.registered_at) then
    raise exception 'a step of an arrival is taken once' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_presentation on customs_presentation;
create trigger guard_presentation before update on customs_presentation
  for each row execute function sw_guard_presentation();

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke delete, truncate on customs_carrierlink, customs_presentation from portal_app';
    execute 'revoke update, delete, truncate on customs_remark from portal_app';
  end if;
end $$;
