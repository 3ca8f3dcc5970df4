-- What the queue filters by stands on the sign-off itself, so that each filter is a range of an index; and the marks by
-- which a declaration is found. Both are kept here, in the transaction of the change, and cannot differ from their source.

create or replace function sw_show_in_queue() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  new.lane := coalesce((select r.derived -> 'lane' ->> 'value' from clearance_routingrun r where r.id = new.run_id), '');
  new.border_mode := coalesce((select d.border_mode from clearance_declaration d where d.id = new.declaration_id), '');
  return new;
end
$$;
drop trigger if exists show_in_queue on clearance_signoff;
create trigger show_in_queue before insert or update of run_id, lane, border_mode on clearance_signoff
  for each row execute function sw_show_in_queue();

-- Letters and digits only, in capitals: a plate is found however its gaps were typed.
create or replace function sw_mark(given text) returns text language sql immutable as
$$ select left(regexp_replace(upper(given), '[^[:alnum:]]', '', 'g'), 60) $$;

create or replace function sw_keep_marks() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  wanted text[] := array(
    select distinct sw_mark(one) from unnest(new.marks || new.reference || new.registration_number) one
    where sw_mark(one) <> '');
begin
  delete from clearance_mark where declaration_id = new.id and text <> all (wanted);
  insert into clearance_mark (declaration_id, company_id, text)
    select new.id, new.company_id, one from unnest(wanted) one
    on conflict do nothing;
  if tg_op = 'UPDATE' and new.border_mode is distinct from old.border_mode then
    update clearance_signoff set border_mode = new.border_mode
     where declaration_id = new.id and state in ('waiting', 'open', 'claimed');
  end if;
  return null;
end
$$;
drop trigger if exists keep_marks on clearance_declaration;
create trigger keep_marks after insert on clearance_declaration for each row execute function sw_keep_marks();
drop trigger if exists keep_changed_marks on clearance_declaration;
create trigger keep_changed_marks after update on clearance_declaration
  for each row when ((old.marks, old.reference, old.registration_number, old.border_mode)
    is distinct from (new.marks, new.reference, new.registration_number, new.border_mode))
  execute function sw_keep_marks();

alter table clearance_mark enable row level security;
alter table clearance_mark force row level security;
drop policy if exists system on clearance_mark;
create policy system on clearance_mark using ((select sw_is_system())) with check ((select sw_is_system()));
drop policy if exists guards on clearance_mark;
create policy guards on clearance_mark using (current_user <> session_user) with check (current_user <> session_user);
drop policy if exists seen on clearance_mark;
create policy seen on clearance_mark for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[]) or sw_officer_sees(declaration_id));

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    execute 'revoke insert, update, delete, truncate on clearance_mark from portal_app';
  end if;
end $$;
