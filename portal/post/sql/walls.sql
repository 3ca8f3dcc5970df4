-- Lists and codes are their operator's alone; payments that were begun belong to a declaration and are the system's to write.

do $$
declare t text;
begin
  foreach t in array array['post_dispatchlist', 'post_parcelcode', 'post_attempt'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists system on %I', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('drop policy if exists seen on %I', t);
    execute format('drop policy if exists written on %I', t);
    execute format('drop policy if exists own on %I', t);
  end loop;
end $$;

create policy own on post_dispatchlist to portal_app using (company_id = any ((select sw_companies())::bigint[]))
  with check (company_id = any ((select sw_companies())::bigint[]));

create policy seen on post_parcelcode for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]));
create policy written on post_parcelcode for insert to portal_app with check (
  company_id = any ((select sw_companies())::bigint[]));

create policy seen on post_attempt for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke update, delete, truncate on post_parcelcode from portal_app';
    execute 'revoke delete, truncate on post_attempt, post_dispatchlist from portal_app';
  end if;
end $$;
