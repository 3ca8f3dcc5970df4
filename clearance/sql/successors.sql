-- A declaration that follows another one is of the same company, comes after its release, and follows no other later on.

create or replace function sw_guard_successor() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if tg_op = 'UPDATE' then
    if new.predecessor_id is distinct from old.predecessor_id then
      raise exception 'a declaration follows the one it was begun from' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if not exists (select 1 from clearance_declaration d
                  where d.id = new.predecessor_id and d.company_id = new.company_id and d.released_at is not null) then
    raise exception 'a declaration follows a released one of the same company' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_successor on clearance_declaration;
create trigger guard_successor before insert on clearance_declaration
  for each row when (new.predecessor_id is not null) execute function sw_guard_successor();
drop trigger if exists guard_successor_stays on clearance_declaration;
create trigger guard_successor_stays before update of predecessor_id on clearance_declaration
  for each row execute function sw_guard_successor();
