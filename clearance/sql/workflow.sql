-- Moves, counters and the moment of release, guarded by the database whatever the application believes.

create table if not exists clearance_move (
  name text not null, source text not null, target text not null, primary key (name, source, target));

-- What a row adds to each counter of its declaration.
create or replace function sw_is_live(s clearance_signoff) returns boolean language sql immutable as
$$ select s.state <> 'lapsed' $$;
create or replace function sw_allows(s clearance_signoff) returns boolean language sql immutable as
$$ select s.state = 'decided' and s.verdict in ('approved', 'approved_with_conditions', 'not_competent') $$;

create or replace function sw_count_sign_off() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  blocking int := 0; undecided int := 0; accepting int := 0; following int := 0;
begin
  if tg_op = 'UPDATE' then
    if sw_is_live(old) and not sw_allows(old) then
      blocking := blocking - (old.blocks = 'release')::int;
      undecided := undecided - (old.blocks = 'release' and old.state <> 'decided')::int;
      accepting := accepting - (old.blocks = 'accept')::int;
      following := following - (old.blocks not in ('release', 'accept'))::int;
    end if;
  end if;
  if sw_is_live(new) and not sw_allows(new) then
    blocking := blocking + (new.blocks = 'release')::int;
    undecided := undecided + (new.blocks = 'release' and new.state <> 'decided')::int;
    accepting := accepting + (new.blocks = 'accept')::int;
    following := following + (new.blocks not in ('release', 'accept'))::int;
  end if;
  if blocking <> 0 or undecided <> 0 or accepting <> 0 or following <> 0
     or (tg_op = 'INSERT' and not exists (select 1 from clearance_declaration d
                                           where d.id = new.declaration_id and new.agency = any (d.agencies))) then
    update clearance_declaration d
       set open_blocking = d.open_blocking + blocking,
           undecided_blocking = d.undecided_blocking + undecided,
           undecided_accept = d.undecided_accept + accepting,
           open_follow_up = d.open_follow_up + following,
           agencies = case when new.agency = any (d.agencies) then d.agencies else d.agencies || new.agency end
     where d.id = new.declaration_id;
  end if;
  return null;
end
$$;
drop trigger if exists count_sign_off on clearance_signoff;
create trigger count_sign_off after insert or update of state, verdict, blocks on clearance_signoff
  for each row execute function sw_count_sign_off();

create or replace function sw_count_hold() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare change int;
begin
  change := (new.lifted_at is null)::int - case when tg_op = 'UPDATE' then (old.lifted_at is null)::int else 0 end;
  if change <> 0 then
    update clearance_declaration d set open_holds = d.open_holds + change where d.id = new.declaration_id;
  end if;
  return null;
end
$$;
drop trigger if exists count_hold on clearance_hold;
create trigger count_hold after insert or update of lifted_at on clearance_hold
  for each row execute function sw_count_hold();

-- A hold is a stop before release; after it, a stop belongs on the movement. The lock makes hold and release wait for
-- each other, so that whoever comes second sees what the first has done.
create or replace function sw_hold_in_time() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare standing text;
begin
  select d.state into standing from clearance_declaration d where d.id = new.declaration_id for no key update;
  if standing not in ('lodged', 'accepted') then
    raise exception 'a hold is placed before release' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists hold_in_time on clearance_hold;
create trigger hold_in_time before insert on clearance_hold for each row execute function sw_hold_in_time();

-- What a declaration keeps, how its versions count, and on what its state may change.
create or replace function sw_guard_declaration() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare made int; blocked int; undone int; held int;
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' or new.open_blocking <> 0 or new.undecided_blocking <> 0 or new.open_holds <> 0
       or new.last_seq <> 0 or new.version <> 0 or new.routed_version <> 0 then
      raise exception 'a declaration begins as a draft' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if new.company_id <> old.company_id or new.filer_company_id <> old.filer_company_id
     or new.reference <> old.reference or new.kind <> old.kind then
    raise exception 'a declaration keeps its company, reference and kind' using errcode = 'check_violation';
  end if;
  if new.version < old.version or new.version > old.version + 1 then
    raise exception 'versions count up one by one' using errcode = 'check_violation';
  end if;
  if new.state = old.state then
    if new.state in ('closed', 'cancelled', 'expired') and new.version <> old.version then
      raise exception 'an ended declaration does not change' using errcode = 'check_violation';
    end if;
    return new;
  end if;

  -- The state changes only by a move of the table, and only after its event was recorded.
  select max(e.seq) into made from clearance_event e
   where e.declaration_id = new.id and e.seq > old.state_seq and e.moved_from = old.state and e.moved_to = new.state
     and exists (select 1 from clearance_move m
                  where m.source = e.moved_from and m.target = e.moved_to and m.name = e.payload ->> 'move');
  if made is null then
    raise exception 'the state of a declaration changes only by a recorded move (% to %)', old.state, new.state
      using errcode = 'check_violation';
  end if;
  new.state_seq := made;

  if new.state in ('released', 'released_with_conditions') then
    -- Counted anew, so that a wrong counter cannot release either; rows the actor may not see count too.
    select count(*) filter (where s.blocks = 'release' and (not sw_allows(s) or s.version <> new.version)),
           count(*) filter (where s.blocks = 'release' and s.state <> 'decided')
      into blocked, undone
      from clearance_signoff s where s.declaration_id = new.id and s.state <> 'lapsed';
    select count(*) into held from clearance_hold h where h.declaration_id = new.id and h.lifted_at is null;
    if blocked > 0 or undone > 0 or held > 0 then
      raise exception 'not everything allows the release of %', new.reference using errcode = 'check_violation';
    end if;
    if not exists (select 1 from clearance_routingrun r
                    where r.declaration_id = new.id and r.version = new.version and r.asked > 0) then
      raise exception 'the version of % was never routed', new.reference using errcode = 'check_violation';
    end if;
  end if;
  return new;
end
$$;
drop trigger if exists guard_declaration on clearance_declaration;
create trigger guard_declaration
  before insert or update of state, version, company_id, filer_company_id, reference, kind, state_seq, routed_version
  on clearance_declaration
  for each row execute function sw_guard_declaration();

-- A recorded move must be the state at the end of its transaction: state = fold of events.
create or replace function sw_state_follows_events() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare standing text; latest text;
begin
  select d.state into standing from clearance_declaration d where d.id = new.declaration_id;
  select e.moved_to into latest from clearance_event e
   where e.declaration_id = new.declaration_id and e.moved_to is not null order by e.seq desc limit 1;
  if standing <> latest then
    raise exception 'the state % does not follow from the events (%)', standing, latest using errcode = 'check_violation';
  end if;
  return null;
end
$$;
drop trigger if exists state_follows_events on clearance_event;
create constraint trigger state_follows_events after insert on clearance_event
  deferrable initially deferred for each row when (new.moved_to is not null)
  execute function sw_state_follows_events();

-- A content but for its items and the totals over them.
create or replace function sw_without_goods(content jsonb) returns jsonb
language sql immutable set search_path = public, pg_temp as
$$
  select content - array['items', 'items_total', 'packages_total', 'gross_mass_total_kg', 'invoice_total', 'customs_value_total']
$$;

-- Whether a split made the version of `new` from that of `old` by leaving goods out and changing nothing else.
create or replace function sw_rests_on_what_stays(old clearance_signoff, new clearance_signoff) returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$
  select old.declaration_id = new.declaration_id and new.items <@ old.items
     and exists (
       select 1 from clearance_routingrun r
         join clearance_version after on after.declaration_id = new.declaration_id and after.number = new.version
         join clearance_version before on before.declaration_id = old.declaration_id and before.number = old.version
        where r.id = new.run_id and r.cause = 'split' and r.version = new.version
          and after.number = before.number + 1
          and sw_without_goods(after.content) = sw_without_goods(before.content)
          and not exists (
            select 1 from jsonb_array_elements(after.content -> 'items') stays
             where not exists (select 1 from jsonb_array_elements(before.content -> 'items') was where was = stays)))
$$;

-- Whether an officer's answer of the declaration before stands for this one's question: asked in the open, a control at
-- least as strict, and every item it is asked about the same goods as then. A longer code of the same goods is no change.
create or replace function sw_answers_for_the_next(old clearance_signoff, new clearance_signoff) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as
$$
begin
  return old.state = 'decided' and old.decided_kind = 'officer' and old.verdict in ('approved', 'approved_with_conditions')
    and new.visibility = 'public' and old.visibility = 'public'
    and new.decided_by_id is not distinct from old.decided_by_id and new.finding is not distinct from old.finding
    and array_position(array['documentary','identity','physical','laboratory'], old.control::text)
        >= array_position(array['documentary','identity','physical','laboratory'], new.control::text)
    and exists (select 1 from clearance_declaration d
                 where d.id = new.declaration_id and d.predecessor_id = old.declaration_id and d.company_id = old.company_id)
    and (old.items = '{}' or new.items <> '{}' and new.items <@ old.items)
    and not exists (
      select 1 from clearance_version after,
             jsonb_array_elements(after.content -> 'items') now
       where after.declaration_id = new.declaration_id and after.number = new.version
         and (new.items = '{}' or (now ->> 'number')::int = any (new.items))
         and not exists (
           select 1 from clearance_version before, jsonb_array_elements(before.content -> 'items') was
            where before.declaration_id = old.declaration_id and before.number = old.version
              and was ->> 'number' = now ->> 'number'
              and (old.items = '{}' or (was ->> 'number')::int = any (old.items))
              and starts_with(now ->> 'commodity_code', was ->> 'commodity_code')
              and was ->> 'description' is not distinct from now ->> 'description'
              and was ->> 'origin' is not distinct from now ->> 'origin'
              and (was ->> 'net_mass_kg')::numeric is not distinct from (now ->> 'net_mass_kg')::numeric));
end
$$;

-- A sign-off keeps who was asked what; a decision stands; the officer decides with a grant of this moment.
create or replace function sw_guard_sign_off() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
declare standing text; owner_company bigint; current_version int; moment timestamptz := clock_timestamp(); person bigint;
begin
  if tg_op = 'UPDATE' then
    if (new.declaration_id, new.company_id, new.agency, new.stage, new.place, new.requirement, new.version, new.fingerprint,
        new.control, new.visibility, new.blocks)
       is distinct from
       (old.declaration_id, old.company_id, old.agency, old.stage, old.place, old.requirement, old.version, old.fingerprint,
        old.control, old.visibility, old.blocks)
       and not (old.state in ('waiting', 'open', 'claimed') and new.control <> old.control
                and new.fingerprint = old.fingerprint and new.blocks = old.blocks and new.version = old.version
                and new.visibility = old.visibility and new.requirement = old.requirement and new.agency = old.agency
                and array_position(array['documentary','identity','physical','laboratory'], new.control::text)
                    > array_position(array['documentary','identity','physical','laboratory'], old.control::text)) then
      raise exception 'a sign-off keeps what it asks' using errcode = 'check_violation';
    end if;
    if old.state = 'lapsed' and new.state <> 'lapsed' then
      raise exception 'a lapsed sign-off does not come back' using errcode = 'check_violation';
    end if;
    if old.state = 'decided' and (new.state not in ('decided', 'lapsed') or new.verdict is distinct from old.verdict
        or new.decided_by_id is distinct from old.decided_by_id or new.finding is distinct from old.finding
        or new.verdicts_by_item is distinct from old.verdicts_by_item or new.conditions is distinct from old.conditions) then
      raise exception 'a decision stands' using errcode = 'check_violation';
    end if;
  end if;
  -- A claim or a decision by a person needs a grant of this moment, and never on a declaration of an own company.
  person := case
    -- What a new row carries was asked of the grants of its own moment; whatever happens to it afterwards is asked again.
    when tg_op = 'INSERT' and new.carried_from_id is not null then null
    when new.state = 'decided' and new.decided_kind = 'officer'
         and (tg_op = 'INSERT' or old.state <> 'decided') then new.decided_by_id
    when new.state = 'claimed' and (tg_op = 'INSERT' or old.claimed_by_id is distinct from new.claimed_by_id) then new.claimed_by_id
  end;
  if person is not null then
    if not exists (select 1 from clearance_grant g join accounts_user u on u.id = g.user_id and u.is_active
                    where g.user_id = person and g.agency in (new.agency, new.executed_by)
                      and g.role in ('officer', 'head', 'routing_desk')
                      and (g.office_id is null or g.office_id = new.office_id)
                      and g.approved_at is not null and g.revoked_at is null
                      and g.starts_at <= moment and (g.ends_at is null or g.ends_at > moment) for share of g) then
      raise exception 'no grant for this agency and office at this moment' using errcode = 'check_violation';
    end if;
    if exists (select 1 from accounts_membership m join accounts_company c on c.id = m.company_id and not c.is_postal_operator
               join clearance_declaration d on d.id = new.declaration_id
               where m.user_id = person and m.active and (c.id = new.company_id or c.bin = any (d.parties))) then
      raise exception 'nobody decides on an own company' using errcode = 'check_violation';
    end if;
  end if;
  -- The declaration's lock makes decision, amendment and release wait for each other.
  if tg_op = 'INSERT' or new.state is distinct from old.state then
    select d.state, d.company_id, d.version into standing, owner_company, current_version
      from clearance_declaration d where d.id = new.declaration_id for no key update;
    if new.company_id <> owner_company then
      raise exception 'a sign-off belongs to the company of its declaration' using errcode = 'check_violation';
    end if;
    if tg_op = 'INSERT' and new.version <> current_version then
      raise exception 'a sign-off is asked for the current version' using errcode = 'check_violation';
    end if;
    if tg_op = 'UPDATE' and new.state = 'decided' and new.version <> current_version then
      raise exception 'a decision belongs to the current version' using errcode = 'check_violation';
    end if;
    if new.blocks in ('release', 'accept') and standing in ('released', 'released_with_conditions')
       and new.state in ('waiting', 'open', 'claimed') then
      raise exception 'nothing that blocks release opens after it' using errcode = 'check_violation';
    end if;
  end if;
  -- A carried decision repeats the one it comes from; when a declaration was split, the part of it on the items that stay,
  -- which then rests on those alone.
  if tg_op = 'INSERT' and new.carried_from_id is not null and new.state = 'decided' then
    if not exists (
      select 1 from clearance_signoff o
       where o.id = new.carried_from_id and o.decided_at = new.decided_at and o.requirement = new.requirement
         and o.agency = new.agency
         and (sw_answers_for_the_next(o, new)
              or (o.fingerprint = new.fingerprint or sw_rests_on_what_stays(o, new))
                 and (o.declaration_id = new.declaration_id
                      or exists (select 1 from clearance_declaration c
                                  where c.id = new.declaration_id and c.split_from_id = o.declaration_id)))
         and (o.verdict = new.verdict
              or o.verdict = 'refused' and cardinality(new.items) > 0
                 and not exists (select 1 from unnest(new.items) i
                                  where coalesce(o.verdicts_by_item ->> i::text, 'refused')
                                        not in ('approved', 'approved_with_conditions')))) then
      raise exception 'a carried decision repeats the one it comes from' using errcode = 'check_violation';
    end if;
  end if;
  return new;
end
$$;
drop trigger if exists guard_sign_off on clearance_signoff;
create trigger guard_sign_off before insert or update on clearance_signoff
  for each row execute function sw_guard_sign_off();

-- "Not competent" hands the question on: by the end of the transaction a live row of the same step replaces it.
create or replace function sw_handed_on() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if exists (select 1 from clearance_signoff s where s.id = new.id and s.state = 'decided' and s.verdict = 'not_competent')
     and not exists (select 1 from clearance_signoff r
                      where r.replaces_id = new.id and r.blocks = new.blocks and r.state <> 'lapsed') then
    raise exception 'a sign-off that is not competent is handed to the routing desk' using errcode = 'check_violation';
  end if;
  return null;
end
$$;
drop trigger if exists handed_on on clearance_signoff;
create constraint trigger handed_on after insert or update of state on clearance_signoff
  deferrable initially deferred for each row when (new.verdict = 'not_competent' and new.state = 'decided')
  execute function sw_handed_on();

create sequence if not exists clearance_registration_number;
