-- Walls around clearance_grant that one row's check cannot hold. None of them can be switched off by the application.

-- How many administrators an agency can count on: approved, not revoked, of every office, without an end, still active.
create or replace function agencies_lasting_administrators(of_agency text) returns bigint
language sql volatile set search_path = public, pg_temp as
$$ select count(*)
     from clearance_grant g join accounts_user u on u.id = g.user_id
    where g.agency = of_agency and g.role = 'admin' and g.office_id is null
      and g.approved_at is not null and g.revoked_at is null and g.ends_at is null and u.is_active $$;

-- The last administrator of an agency cannot be removed. The lock makes two administrators who remove each other
-- at the same moment take turns; the second one then sees that he is the last.
create or replace function agencies_the_last_administrator_stays() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if old.role <> 'admin' or old.approved_at is null or old.revoked_at is not null
     or old.ends_at is not null or old.office_id is not null then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('administrators of ' || old.agency, 0));
  if agencies_lasting_administrators(old.agency) = 0 then
    raise exception 'The last administrator of % stays.', old.agency
      using errcode = 'check_violation', constraint = 'the_last_administrator_stays';
  end if;
  return null;
end $$;

create trigger the_last_administrator_stays
  after update or delete on clearance_grant
  for each row execute function agencies_the_last_administrator_stays();

create or replace function agencies_the_last_administrator_stays_active() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare held text;
begin
  for held in
    select distinct g.agency from clearance_grant g
     where g.user_id = old.id and g.role = 'admin' and g.office_id is null
       and g.approved_at is not null and g.revoked_at is null and g.ends_at is null
     order by 1
  loop
    perform pg_advisory_xact_lock(hashtextextended('administrators of ' || held, 0));
    if agencies_lasting_administrators(held) = 0 then
      raise exception 'The last administrator of % stays.', held
        using errcode = 'check_violation', constraint = 'the_last_administrator_stays';
    end if;
  end loop;
  return null;
end $$;

create trigger the_last_administrator_stays_active
  after update of is_active on accounts_user
  for each row when (old.is_active and not new.is_active)
  execute function agencies_the_last_administrator_stays_active();

-- After it was asked for, a grant can only be approved once, end earlier, and be revoked once; anything wider is a
-- new grant with two people of its own.
create or replace function agencies_a_grant_never_widens() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE'
     or (new.id, new.user_id, new.agency, new.role, new.starts_at, new.granted_at)
        is distinct from (old.id, old.user_id, old.agency, old.role, old.starts_at, old.granted_at)
     or new.office_id is distinct from old.office_id
     or new.granted_by_id is distinct from old.granted_by_id
     or (old.ends_at is not null and (new.ends_at is null or new.ends_at > old.ends_at))
     or (old.approved_at is not null
         and (new.approved_at, new.approved_by_id) is distinct from (old.approved_at, old.approved_by_id))
     or (old.revoked_at is not null
         and (new.revoked_at, new.revoked_by_id) is distinct from (old.revoked_at, old.revoked_by_id))
     or (old.revoked_at is not null and new.approved_at is distinct from old.approved_at)
  then
    raise exception 'A grant never widens: ask for a new one.'
      using errcode = 'check_violation', constraint = 'a_grant_never_widens';
  end if;
  return new;
end $$;

create trigger a_grant_never_widens
  before update or delete on clearance_grant
  for each row execute function agencies_a_grant_never_widens();

-- A grant without a granter founds an agency's administration; it ends with the second administrator, from whom on
-- granting needs two people.
create or replace function agencies_only_two_administrators_are_founded() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('administrators of ' || new.agency, 0));
  if agencies_lasting_administrators(new.agency) >= 2 then
    raise exception '% has two administrators: they grant, and nobody founds.', new.agency
      using errcode = 'check_violation', constraint = 'only_two_administrators_are_founded';
  end if;
  return new;
end $$;

create trigger only_two_administrators_are_founded
  before insert on clearance_grant
  for each row when (new.granted_by_id is null)
  execute function agencies_only_two_administrators_are_founded();
