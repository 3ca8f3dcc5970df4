-- Movements: seen by their company and the officers who see the declaration; changed by customs, and only along MOVES.

alter table customs_movement enable row level security;
alter table customs_movement force row level security;
drop policy if exists system on customs_movement;
drop policy if exists guards on customs_movement;
drop policy if exists seen on customs_movement;
drop policy if exists changed on customs_movement;
create policy system on customs_movement using ((select sw_is_system())) with check ((select sw_is_system()));
create policy guards on customs_movement using (current_user <> session_user) with check (current_user <> session_user);
create policy seen on customs_movement for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));
create policy changed on customs_movement for update using (
  not company_id = any ((select sw_barred())::bigint[]) and 'customs' = any ((select sw_agencies())::varchar[])
  and sw_officer_sees(declaration_id));

create or replace function sw_guard_movement() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare released clearance_declaration;
begin
  if tg_op = 'INSERT' then
    select d.* into released from clearance_declaration d where d.id = new.declaration_id;
    if released.kind is distinct from 'transit' or released.company_id <> new.company_id or released.released_at is null then
      raise exception 'a movement begins with the release of a transit' using errcode = 'check_violation';
    end if;
    if new.state <> 'released' then
      raise exception 'a movement begins released' using errcode = 'check_violation';
    end if;
    -- Covered to the tiyn, or exempt for a reason on record: never neither.
    if new.exempt = '' and not exists (select 1 from clearance_payment p where p.declaration_id = new.declaration_id) then
      raise exception 'a movement is covered or exempt' using errcode = 'check_violation';
    end if;
    if new.predecessor_id is not null and not exists (
         select 1 from customs_leave l
          where l.movement_id = new.predecessor_id and l.successor_id = new.declaration_id and l.state = 'granted') then
      raise exception 'a transit follows another by leave only' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (new.declaration_id, new.company_id, new.departure_id, new.destination_id, new.released_at, new.exempt, new.predecessor_id)
     is distinct from
     (old.declaration_id, old.company_id, old.departure_id, old.destination_id, old.released_at, old.exempt, old.predecessor_id) then
    raise exception 'a movement stays what was released' using errcode = 'check_violation';
  end if;
  if new.state = old.state then
    return new;
  end if;
  if (old.state, new.state) not in (
       ('released', 'sealed'), ('sealed', 'en_route'), ('sealed', 'incident'), ('en_route', 'incident'),
       ('enquiry', 'incident'), ('incident', 'en_route'), ('released', 'arrived'), ('sealed', 'arrived'),
       ('en_route', 'arrived'), ('enquiry', 'arrived'), ('arrived', 'presented'), ('presented', 'completed'),
       ('released', 'completed'), ('sealed', 'completed'), ('en_route', 'completed'), ('incident', 'completed'),
       ('enquiry', 'completed'), ('released', 'enquiry'), ('sealed', 'enquiry'), ('en_route', 'enquiry'),
       ('enquiry', 'debt'), ('debt', 'completed'), ('debt', 'written_off')) then
    raise exception 'a movement does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if new.state = 'completed' and old.state in ('released', 'sealed', 'en_route', 'incident')
     and not exists (select 1 from customs_movement m where m.predecessor_id = new.id) then
    raise exception 'a transit under way ends only in the one that follows it' using errcode = 'check_violation';
  end if;
  if (new.state = 'arrived' or (new.state = 'completed' and old.state in ('presented', 'enquiry', 'debt'))
      or (old.state = 'incident' and new.state <> 'completed') or new.state = 'en_route')
     and exists (select 1 from customs_incident i where i.movement_id = new.id and i.resolved_at is null) then
    raise exception 'an incident is resolved before the goods go on' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_movement on customs_movement;
create trigger guard_movement before insert or update on customs_movement for each row execute function sw_guard_movement();

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke delete, truncate on customs_movement from portal_app';
  end if;
end $$;
