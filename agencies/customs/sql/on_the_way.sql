-- What happens on the way: seen with the movement, written by customs, and what was told or decided stays.

do $$
declare t text;
begin
  foreach t in array array['customs_incident', 'customs_leave', 'customs_escort', 'customs_enquiry', 'customs_seal'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists system on %I', t);
    execute format('drop policy if exists guards on %I', t);
    execute format('drop policy if exists seen on %I', t);
    execute format('drop policy if exists written on %I', t);
    execute format('drop policy if exists changed on %I', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('create policy guards on %I using (current_user <> session_user) with check (current_user <> session_user)', t);
    execute format($p$create policy written on %I for insert with check (
      'customs' = any ((select sw_agencies())::varchar[])
      and (declaration_id is null or sw_officer_sees(declaration_id)))$p$, t);
    execute format($p$create policy changed on %I for update using (
      'customs' = any ((select sw_agencies())::varchar[])
      and (declaration_id is null or sw_officer_sees(declaration_id)))$p$, t);
  end loop;
  foreach t in array array['customs_incident', 'customs_leave'] loop
    execute format($p$create policy seen on %I for select to portal_app using (
      company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id))$p$, t);
  end loop;
  -- The grounds of an escort and what offices answer in an enquiry are for officers only.
  foreach t in array array['customs_escort', 'customs_enquiry'] loop
    execute format('create policy seen on %I for select to portal_app using (sw_officer_sees(declaration_id))', t);
  end loop;
end $$;

create policy seen on customs_seal for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[])
  or case when declaration_id is null then 'customs' = any ((select sw_agencies())::varchar[])
          else sw_officer_sees(declaration_id) end);

-- A seal goes only along SEAL_MOVES; the movement's list of whole seals follows.
create or replace function sw_guard_seal() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'stock' and new.state <> 'affixed' then
      raise exception 'a seal begins in stock or on the goods' using errcode = 'check_violation';
    end if;
  else
    if (new.number, new.kind) is distinct from (old.number, old.kind)
       or (old.state <> 'stock' and new.replaces_id is distinct from old.replaces_id)
       or (old.movement_id is not null
           and (new.movement_id, new.declaration_id) is distinct from (old.movement_id, old.declaration_id)
           and not exists (select 1 from customs_movement m
                            where m.id = new.movement_id and m.predecessor_id = old.movement_id)) then
      raise exception 'a seal stays what and where it was put' using errcode = 'check_violation';
    end if;
    if new.state <> old.state and (old.state, new.state) not in (
         ('stock', 'affixed'), ('affixed', 'reporting'), ('affixed', 'removed'), ('reporting', 'removed'),
         ('stock', 'lost'), ('affixed', 'lost'), ('reporting', 'lost'),
         ('stock', 'broken'), ('affixed', 'broken'), ('reporting', 'broken')) then
      raise exception 'a seal does not go from % to %', old.state, new.state using errcode = 'check_violation';
    end if;
  end if;
  if new.replaces_id is not null and (tg_op = 'INSERT' or old.state = 'stock') and not exists (
       select 1 from customs_seal s
        where s.id = new.replaces_id and s.movement_id is not distinct from new.movement_id
          and s.state in ('removed', 'lost', 'broken')) then
    raise exception 'a new seal stands for one of the same movement that ended' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_seal on customs_seal;
create trigger guard_seal before insert or update on customs_seal for each row execute function sw_guard_seal();

create or replace function sw_list_seals() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  update customs_movement m
     set seals = coalesce((select array_agg(s.number order by s.id) from customs_seal s
                            where s.movement_id = m.id and s.state in ('affixed', 'reporting')), '{}')
   where m.id = any (array[new.movement_id, case when tg_op = 'UPDATE' then old.movement_id end]);
  return null;
end
$$;
drop trigger if exists list_seals on customs_seal;
create trigger list_seals after insert or update on customs_seal for each row
  when (new.movement_id is not null) execute function sw_list_seals();

-- What was told and what was decided is not changed afterwards; incidents go over to the transit that follows.
create or replace function sw_guard_on_the_way() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare before jsonb := to_jsonb(old); after jsonb := to_jsonb(new); changing text[]; deciding text;
begin
  changing := case tg_table_name
    when 'customs_incident' then array['resolved_at', 'resolved_by_id', 'resolution', 'movement_id', 'declaration_id']
    when 'customs_leave' then array['state', 'is_late', 'decided_at', 'decided_by_id', 'decision', 'successor_id']
    when 'customs_escort' then array['is_late', 'escorted_by', 'arranged_by_id', 'arranged_at', 'ended_at', 'end_reason']
    else array['was_seen', 'answer', 'answered_at', 'answered_by_id'] end;
  if before - changing is distinct from after - changing then
    raise exception 'what was told on the way stays' using errcode = 'check_violation';
  end if;
  deciding := case tg_table_name when 'customs_incident' then 'resolved_at' when 'customs_leave' then 'decided_at'
    when 'customs_escort' then 'ended_at' else 'answered_at' end;
  -- Leave that was granted is followed by a declaration later, once.
  if tg_table_name = 'customs_leave' and before ->> 'successor_id' is null and before ->> 'state' = 'granted' then
    before := before - 'successor_id';
    after := after - 'successor_id';
  end if;
  if before ->> deciding is not null and before is distinct from after then
    raise exception 'what was decided on the way stays' using errcode = 'check_violation';
  end if;
  if new.movement_id <> old.movement_id
     and not exists (select 1 from customs_movement m where m.id = new.movement_id
                        and m.predecessor_id = old.movement_id) then
    raise exception 'an incident stays with its movement' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

do $$
declare t text;
begin
  foreach t in array array['customs_incident', 'customs_leave', 'customs_escort', 'customs_enquiry'] loop
    execute format('drop trigger if exists stays on %I', t);
    execute format('create trigger stays before update on %I for each row execute function sw_guard_on_the_way()', t);
    if exists (select 1 from pg_roles where rolname = 'portal_app') then
      execute format('revoke delete, truncate on %I from portal_app', t);
    end if;
  end loop;
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke delete, truncate on customs_seal from portal_app';
  end if;
end $$;
