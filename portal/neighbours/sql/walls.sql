-- What was told is seen by the company whose goods they are and by officers of the declaration; what came in by customs'
-- officers and by the companies it is addressed to. Only the system writes.

do $$
declare t text;
begin
  foreach t in array array['neighbours_outgoing', 'neighbours_incoming'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists system on %I', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('drop policy if exists seen on %I', t);
  end loop;
end $$;

create policy seen on neighbours_outgoing for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));

create policy seen on neighbours_incoming for select to portal_app using (
  'customs' = any ((select sw_agencies())::varchar[])
  or exists (select 1 from accounts_company c
              where c.id = any ((select sw_companies())::bigint[]) and c.bin = any (bins)));

-- A message stands as it came: only its standing, and the declaration made of it, are ever written again.
create or replace function sw_neighbours_stand_as_told() returns trigger language plpgsql as
$$ begin
  if to_jsonb(new) - array['state', 'declaration_id'] is distinct from to_jsonb(old) - array['state', 'declaration_id'] then
    raise exception 'a notice from next door stands as it came' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
drop trigger if exists stands_as_told on neighbours_incoming;
create trigger stands_as_told before update on neighbours_incoming
  for each row execute function sw_neighbours_stand_as_told();

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke delete, truncate on neighbours_outgoing, neighbours_incoming from portal_app';
  end if;
end $$;
