-- Guarantees: the ledger is written once, keeps the balances itself, and never gives cover twice.

do $$
declare t text;
begin
  foreach t in array array['customs_guarantee', 'customs_entry', 'customs_wanted'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists system on %I', t);
    execute format('drop policy if exists guards on %I', t);
    execute format('drop policy if exists seen on %I', t);
    execute format('drop policy if exists written on %I', t);
    execute format('drop policy if exists changed on %I', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('create policy guards on %I using (current_user <> session_user) with check (current_user <> session_user)', t);
    execute format($p$create policy seen on %I for select to portal_app using (
      company_id = any ((select sw_companies())::bigint[])
      or (not company_id = any ((select sw_barred())::bigint[])
          and ((select sw_sees_all()) or 'customs' = any ((select sw_agencies())::varchar[]))))$p$, t);
  end loop;
end $$;

create policy written on customs_guarantee for insert with check (
  not company_id = any ((select sw_barred())::bigint[]) and 'customs' = any ((select sw_agencies())::varchar[]));
create policy changed on customs_guarantee for update using (
  not company_id = any ((select sw_barred())::bigint[]) and 'customs' = any ((select sw_agencies())::varchar[]));
create policy written on customs_entry for insert with check (
  not company_id = any ((select sw_barred())::bigint[]) and 'customs' = any ((select sw_agencies())::varchar[]));

-- One entry moves one amount between two accounts of its guarantee. The row of the guarantee is the lock: two entries
-- for the last of its cover take turns, and the second breaks no_cover_is_given_twice.
create or replace function sw_post_entry() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare kept customs_guarantee; open_for_it numeric;
begin
  select g.* into kept from customs_guarantee g where g.id = new.guarantee_id for no key update;
  if kept.company_id is distinct from new.company_id then
    raise exception 'an entry belongs to the holder of its guarantee' using errcode = 'check_violation';
  end if;
  if new.act = 'reserve' and kept.withdrawn_at is not null then
    raise exception 'a withdrawn guarantee covers nothing new' using errcode = 'check_violation';
  end if;
  if new.declaration_id is not null and new.source <> 'available' then
    select coalesce(sum(case when e.target = new.source then e.amount when e.source = new.source then -e.amount else 0 end), 0)
      into open_for_it
      from customs_entry e where e.declaration_id = new.declaration_id and e.guarantee_id = new.guarantee_id;
    if new.amount > open_for_it then
      raise exception 'a declaration gives back no more than it holds' using errcode = 'check_violation';
    end if;
  end if;
  update customs_guarantee g
     set ceiling = g.ceiling + case when new.source = 'cover' then new.amount else 0 end
                             - case when new.target = 'cover' then new.amount else 0 end,
         available = g.available + case when new.target = 'available' then new.amount else 0 end
                                 - case when new.source = 'available' then new.amount else 0 end,
         reserved = g.reserved + case when new.target = 'reserved' then new.amount else 0 end
                               - case when new.source = 'reserved' then new.amount else 0 end,
         claimed = g.claimed + case when new.target = 'claimed' then new.amount else 0 end
                             - case when new.source = 'claimed' then new.amount else 0 end
   where g.id = new.guarantee_id;
  return new;
end
$$;
drop trigger if exists post_entry on customs_entry;
create trigger post_entry before insert on customs_entry for each row execute function sw_post_entry();

drop trigger if exists never_changes on customs_entry;
create trigger never_changes before update or delete on customs_entry for each row execute function sw_never_changes();

-- A guarantee begins empty; only entries fill it, and whose it is and what it says stays.
create or replace function sw_guard_guarantee() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if tg_op = 'INSERT' then
    if (new.ceiling, new.available, new.reserved, new.claimed) is distinct from (0::numeric, 0::numeric, 0::numeric, 0::numeric) then
      raise exception 'a guarantee begins empty' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (new.ceiling, new.available, new.reserved, new.claimed)
     is distinct from (old.ceiling, old.available, old.reserved, old.claimed) and pg_trigger_depth() < 2 then
    raise exception 'only entries change what a guarantee covers' using errcode = 'check_violation';
  end if;
  if (new.number, new.company_id, new.kind, new.form, new.guarantor, new.valid_from, new.registered_by_id, new.registered_at)
     is distinct from
     (old.number, old.company_id, old.kind, old.form, old.guarantor, old.valid_from, old.registered_by_id, old.registered_at) then
    raise exception 'a guarantee stays what was registered' using errcode = 'check_violation';
  end if;
  if old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at then
    raise exception 'a withdrawn guarantee stays withdrawn' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_guarantee on customs_guarantee;
create trigger guard_guarantee before insert or update on customs_guarantee for each row execute function sw_guard_guarantee();

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke delete, truncate on customs_guarantee from portal_app';
    execute 'revoke update, delete, truncate on customs_entry from portal_app';
  end if;
end $$;
