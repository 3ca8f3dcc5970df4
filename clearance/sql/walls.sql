-- One trader must not see another's goods: forced row-level security on every table that carries trade data.

do $$
declare t text;
begin
  foreach t in array array['clearance_declaration', 'clearance_version', 'clearance_document', 'clearance_holderinterval',
      'clearance_routingrun', 'clearance_signoff', 'clearance_question', 'clearance_hold', 'clearance_arrival',
      'clearance_payment', 'clearance_event'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists system on %I', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('drop policy if exists reported on %I', t);
    -- Guards are never blind: inside the owner's functions, called by somebody else, every row counts. The application
    -- cannot become the owner, and a session of the owner itself is walled like any other.
    execute format('drop policy if exists guards on %I', t);
    execute format('create policy guards on %I using (current_user <> session_user) with check (current_user <> session_user)', t);
    -- The views of the schema reporting read as their owner; only a reporting session gets through.
    execute format('create policy reported on %I for select using (session_user = ''portal_reporting'')', t);
    execute format('drop policy if exists seen on %I', t);
    execute format('drop policy if exists written on %I', t);
    execute format('drop policy if exists changed on %I', t);
  end loop;
end $$;

-- `seen` is the application's: the views of the schema reporting read past it, and must not be asked what it asks.

-- Declarations: own columns only. A draft is its company's alone.
create policy seen on clearance_declaration for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[])
  or (state <> 'draft' and ((select sw_sees_all()) or agencies && (select sw_agencies())::varchar[])));
create policy written on clearance_declaration for insert with check (company_id = any ((select sw_companies())::bigint[]));
create policy changed on clearance_declaration for update using (
  company_id = any ((select sw_companies())::bigint[])
  or (state <> 'draft' and agencies && (select sw_agencies())::varchar[]));

-- What belongs to a declaration: the company sees what is public of it, officers what their declaration shows them.
create policy seen on clearance_version for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));
create policy written on clearance_version for insert with check (company_id = any ((select sw_companies())::bigint[]));

create policy seen on clearance_document for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));
create policy written on clearance_document for insert with check (company_id = any ((select sw_companies())::bigint[]));

create policy seen on clearance_holderinterval for select to portal_app using (sw_officer_sees(declaration_id));

-- Facts, traces and lanes: officers only.
create policy seen on clearance_routingrun for select to portal_app using (sw_officer_sees(declaration_id));

create policy seen on clearance_signoff for select to portal_app using (
  (company_id = any ((select sw_companies())::bigint[]) and (visibility = 'public' or announced_at is not null))
  or (not company_id = any ((select sw_barred())::bigint[])
      and (agency = any ((select sw_agencies())::varchar[]) or executed_by = any ((select sw_agencies())::varchar[])
           or (select sw_sees_all())
           or ((visibility = 'public' or announced_at is not null) and sw_officer_sees(declaration_id)))));
create policy written on clearance_signoff for insert with check (
  not company_id = any ((select sw_barred())::bigint[])
  and (agency = any ((select sw_agencies())::varchar[]) or agency = 'routing_desk' or (select sw_sees_all())));
create policy changed on clearance_signoff for update using (
  not company_id = any ((select sw_barred())::bigint[])
  and (agency = any ((select sw_agencies())::varchar[]) or executed_by = any ((select sw_agencies())::varchar[])));

create policy seen on clearance_question for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));
create policy written on clearance_question for insert with check (
  agency = any ((select sw_agencies())::varchar[]) and sw_officer_sees(declaration_id));
create policy changed on clearance_question for update using (
  company_id = any ((select sw_companies())::bigint[]) or agency = any ((select sw_agencies())::varchar[]));

create policy seen on clearance_hold for select to portal_app using (
  (visibility = 'public' and (company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id)))
  or (agency = any ((select sw_agencies())::varchar[]) and not company_id = any ((select sw_barred())::bigint[])));
create policy written on clearance_hold for insert with check (
  agency = any ((select sw_agencies())::varchar[]) and sw_officer_sees(declaration_id));
create policy changed on clearance_hold for update using (
  agency = any ((select sw_agencies())::varchar[]) and not company_id = any ((select sw_barred())::bigint[]));

create policy seen on clearance_arrival for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));
create policy written on clearance_arrival for insert with check (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));

create policy seen on clearance_payment for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));
create policy written on clearance_payment for insert with check (sw_officer_sees(declaration_id));

create policy seen on clearance_event for select to portal_app using (
  (company_id = any ((select sw_companies())::bigint[]) and is_public)
  or sw_officer_sees(declaration_id) and (is_public or agency = any ((select sw_agencies())::varchar[]) or (select sw_sees_all())));
create policy written on clearance_event for insert with check (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));

-- The record is inserted and read, never changed, by the application's role; privileges say so beside the triggers.
do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke update, delete, truncate on clearance_event, clearance_version, clearance_routingrun, clearance_arrival, clearance_payment, clearance_checkpoint from portal_app';
    execute 'revoke update, truncate on clearance_document from portal_app';  -- what may be deleted is in goods.sql
    execute 'revoke delete, truncate on clearance_declaration, clearance_signoff, clearance_question, clearance_hold, clearance_holderinterval from portal_app';
    execute 'revoke insert, update, delete, truncate on clearance_move from portal_app';
    execute 'grant select on clearance_move to portal_app';
    execute 'grant usage on sequence clearance_registration_number to portal_app';
  end if;
end $$;
