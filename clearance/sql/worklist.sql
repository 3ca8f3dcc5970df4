-- The work list: looks and own views are a person's own; a shared view is its agency's; a waiting decision is its officer's.

alter table worklist_look enable row level security;
alter table worklist_look force row level security;
drop policy if exists system on worklist_look;
drop policy if exists own on worklist_look;
create policy system on worklist_look using ((select sw_is_system())) with check ((select sw_is_system()));
create policy own on worklist_look to portal_app
  using (officer_id = (select sw_user())) with check (officer_id = (select sw_user()));

alter table worklist_savedview enable row level security;
alter table worklist_savedview force row level security;
drop policy if exists system on worklist_savedview;
drop policy if exists seen on worklist_savedview;
drop policy if exists own on worklist_savedview;
create policy system on worklist_savedview using ((select sw_is_system())) with check ((select sw_is_system()));
create policy seen on worklist_savedview for select to portal_app using (
  owner_id = (select sw_user()) or (is_shared and agency = any ((select sw_agencies())::varchar[])));
create policy own on worklist_savedview to portal_app
  using (owner_id = (select sw_user()))
  with check (owner_id = (select sw_user()) and agency = any ((select sw_agencies())::varchar[]));

alter table worklist_pending enable row level security;
alter table worklist_pending force row level security;
drop policy if exists system on worklist_pending;
drop policy if exists own on worklist_pending;
create policy system on worklist_pending using ((select sw_is_system())) with check ((select sw_is_system()));
create policy own on worklist_pending to portal_app
  using (officer_id = (select sw_user())) with check (officer_id = (select sw_user()));

-- What was decided is carried out as it was made, or not at all: a waiting decision only ends.
create or replace function sw_guard_pending() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if old.state <> 'waiting' then
    raise exception 'a decision that ended stays as it is' using errcode = 'check_violation';
  end if;
  if (new.sign_off_id, new.declaration_id, new.officer_id, new.decision, new.made_at, new.due_at, new.act)
     is distinct from
     (old.sign_off_id, old.declaration_id, old.officer_id, old.decision, old.made_at, old.due_at, old.act) then
    raise exception 'a waiting decision is not rewritten' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists guard_pending on worklist_pending;
create trigger guard_pending before update on worklist_pending for each row execute function sw_guard_pending();

-- The queue by due time alone, for whoever sorts it so.
create index if not exists sign_off_queue_due on clearance_signoff (executed_by, due_at, id)
  where state in ('open', 'claimed');

-- What can be taken next, without what is claimed or waits for the trader: pressing "next" never walks past colleagues' work.
create index if not exists sign_off_to_take on clearance_signoff (executed_by, overdue desc, risk desc, due_at, id)
  where state = 'open' and stopped_at is null;

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke delete, truncate on worklist_pending from portal_app';
  end if;
end $$;
