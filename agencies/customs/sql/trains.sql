-- Trains: a train is seen by its company and by customs, its notes and transfers by whoever sees the declaration; all
-- of it is written by customs' own acts as the system.

do $$
declare t text;
begin
  foreach t in array array['customs_train', 'customs_consigned', 'customs_transfer'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists system on %I', t);
    execute format('drop policy if exists guards on %I', t);
    execute format('drop policy if exists seen on %I', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('create policy guards on %I using (current_user <> session_user) with check (current_user <> session_user)', t);
  end loop;
end $$;
create policy seen on customs_train for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or 'customs' = any ((select sw_agencies())::varchar[]));
create policy seen on customs_consigned for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));
create policy seen on customs_transfer for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));

-- One note is one transit by rail, of the company that sent the list.
create or replace function sw_guard_consigned() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if not exists (
       select 1 from clearance_declaration d join customs_train t on t.id = new.train_id
       where d.id = new.declaration_id and d.kind = 'transit' and left(d.border_mode, 1) = '2'
         and d.company_id = new.company_id and t.company_id = new.company_id) then
    raise exception 'a note of a train is a transit by rail of its company' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_consigned on customs_consigned;
create trigger guard_consigned before insert or update on customs_consigned
  for each row execute function sw_guard_consigned();

-- A transfer list is what was found and done at that place: it is never written over.
create or replace function sw_guard_transfer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if tg_op <> 'INSERT' then
    raise exception 'a transfer stays as it was written' using errcode = 'check_violation';
  end if;
  if not exists (
       select 1 from customs_movement m
       where m.id = new.movement_id and m.declaration_id = new.declaration_id and m.company_id = new.company_id
         and left(m.mode, 1) = '2' and m.ended_at is null) then
    raise exception 'goods change wagons while they move by rail' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_transfer on customs_transfer;
create trigger guard_transfer before insert or update or delete on customs_transfer
  for each row execute function sw_guard_transfer();

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke delete, truncate on customs_train, customs_consigned, customs_transfer from portal_app';
  end if;
end $$;
