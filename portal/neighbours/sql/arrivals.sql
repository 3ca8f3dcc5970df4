-- A word of arrival is seen by the company whose goods they are and by officers of the declaration. Only the system writes,
-- and nobody changes or takes away what was written.

alter table neighbours_arrival enable row level security;
alter table neighbours_arrival force row level security;
drop policy if exists system on neighbours_arrival;
create policy system on neighbours_arrival using ((select sw_is_system())) with check ((select sw_is_system()));
drop policy if exists seen on neighbours_arrival;
create policy seen on neighbours_arrival for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[])
  or exists (select 1 from neighbours_outgoing o where o.id = release_id and sw_officer_sees(o.declaration_id)));

-- Of a notice its standing, the declaration made of it, and whether its arrival was told are written again, and nothing else.
create or replace function sw_neighbours_stand_as_told() returns trigger language plpgsql as
$$ declare changing text[] := array['state', 'declaration_id', 'told_back'];
begin
  if to_jsonb(new) - changing is distinct from to_jsonb(old) - changing then
    raise exception 'a notice from next door stands as it came' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

create or replace function sw_neighbours_arrival_stands() returns trigger language plpgsql as
$$ begin
  raise exception 'a word of arrival stands as it came' using errcode = 'integrity_constraint_violation';
end $$;
drop trigger if exists stands_as_told on neighbours_arrival;
create trigger stands_as_told before update on neighbours_arrival
  for each row execute function sw_neighbours_arrival_stands();

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke update, delete, truncate on neighbours_arrival from portal_app';
  end if;
end $$;
