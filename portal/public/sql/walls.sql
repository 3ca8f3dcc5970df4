-- Links and notes belong to a declaration; questions are read by officers only.

do $$
declare t text;
begin
  foreach t in array array['public_tracklink', 'public_releasenote', 'public_notepaper', 'public_enquiry'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists system on %I', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('drop policy if exists seen on %I', t);
    execute format('drop policy if exists written on %I', t);
    execute format('drop policy if exists changed on %I', t);
  end loop;
end $$;

-- The link is the trader's own: officers have no use for it.
create policy seen on public_tracklink for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]));
create policy written on public_tracklink for insert with check (company_id = any ((select sw_companies())::bigint[]));
create policy changed on public_tracklink for update using (company_id = any ((select sw_companies())::bigint[]));

create policy seen on public_releasenote for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));
create policy seen on public_notepaper for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));

create policy seen on public_enquiry for select to portal_app using (cardinality((select sw_agencies())::varchar[]) > 0);
create policy changed on public_enquiry for update using (cardinality((select sw_agencies())::varchar[]) > 0);

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke update, delete, truncate on public_releasenote, public_notepaper from portal_app';
    execute 'revoke delete, truncate on public_tracklink, public_announcement, public_enquiry from portal_app';
  end if;
end $$;
