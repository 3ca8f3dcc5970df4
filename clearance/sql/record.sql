-- The record: events numbered and hash-chained by the database, one chain for each declaration; never changed.

create or replace function sw_event_digest(e clearance_event) returns text language sql immutable as
$$ select encode(sha256(convert_to(e.payload::text, 'UTF8')), 'hex') $$;

-- The chain hashes the digest of the payload, so that personal data can be erased and the chain still verifies.
-- Every field is length-prefixed by its place in a JSON array: no two different events hash alike.
create or replace function sw_event_hash(e clearance_event) returns text language sql immutable as
$$ select encode(sha256(convert_to(jsonb_build_array(
     e.previous, e.declaration_id, e.seq, e.public_seq, e.kind, e.payload_version, e.digest, e.moved_from, e.moved_to,
     e.actor_kind, e.actor_id, e.agency, e.office, e.is_public,
     extract(epoch from e.occurred_at), extract(epoch from e.recorded_at))::text, 'UTF8')), 'hex') $$;

create or replace function sw_chain_event() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  new.recorded_at := clock_timestamp();
  new.digest := sw_event_digest(new);
  -- The lock waits for whoever is writing to the same chain.
  select d.last_seq + 1, case when new.is_public then d.last_public_seq + 1 end, d.last_hash
    into new.seq, new.public_seq, new.previous
    from clearance_declaration d
   where d.id = new.declaration_id and d.company_id = new.company_id for no key update;
  if not found then
    raise exception 'an event belongs to a declaration of the same company' using errcode = 'integrity_constraint_violation';
  end if;
  new.hash := sw_event_hash(new);
  update clearance_declaration d
     set last_seq = new.seq, last_hash = new.hash,
         last_public_seq = coalesce(new.public_seq, d.last_public_seq),
         changed_at = case when new.is_public then greatest(d.changed_at, new.occurred_at) else d.changed_at end
   where d.id = new.declaration_id;
  return new;
end
$$;
drop trigger if exists chain_events on clearance_event;
create trigger chain_events before insert on clearance_event for each row execute function sw_chain_event();

create or replace function sw_never_changes() returns trigger language plpgsql as
$$ begin
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

do $$
declare t text;
begin
  foreach t in array array['clearance_event', 'clearance_version', 'clearance_routingrun', 'clearance_arrival',
                           'clearance_payment', 'clearance_checkpoint'] loop
    execute format('drop trigger if exists never_changes on %I', t);
    execute format('create trigger never_changes before update or delete on %I for each row execute function sw_never_changes()', t);
  end loop;
end $$;

-- What is filed is never deleted.
do $$
declare t text;
begin
  foreach t in array array['clearance_declaration', 'clearance_signoff', 'clearance_question', 'clearance_hold',
                           'clearance_holderinterval'] loop
    execute format('drop trigger if exists never_deleted on %I', t);
    execute format('create trigger never_deleted before delete on %I for each row execute function sw_never_changes()', t);
  end loop;
end $$;

-- The intervals of holders follow the declaration's holder; no gap and no overlap is possible.
create or replace function sw_follow_holder() returns trigger
language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if tg_op = 'INSERT' then
    insert into clearance_holderinterval (declaration_id, company_id, holder, since)
    values (new.id, new.company_id, new.holder, new.holder_since);
  elsif new.holder is distinct from old.holder then
    update clearance_holderinterval set until = new.holder_since
     where declaration_id = new.id and until is null and since < new.holder_since;
    if not found then  -- two changes at the same instant: the later holder takes the interval over
      update clearance_holderinterval set holder = new.holder
       where declaration_id = new.id and until is null;
    else
      insert into clearance_holderinterval (declaration_id, company_id, holder, since)
      values (new.id, new.company_id, new.holder, new.holder_since);
    end if;
  end if;
  return null;
end
$$;
drop trigger if exists follow_holder on clearance_declaration;
create trigger follow_holder after insert or update of holder on clearance_declaration
  for each row execute function sw_follow_holder();

-- Published rulebooks are frozen, their rules too.
create or replace function sw_frozen_rulebook() returns trigger language plpgsql as
$$
declare book bigint;
begin
  if tg_table_name = 'clearance_rulebook' then
    if old.published_at is not null then
      raise exception 'a published rulebook is frozen' using errcode = 'integrity_constraint_violation';
    end if;
    return case tg_op when 'DELETE' then old else new end;
  end if;
  book := case tg_op when 'DELETE' then old.rulebook_id else new.rulebook_id end;
  if exists (select 1 from clearance_rulebook b
              where b.id in (book, case when tg_op = 'UPDATE' then old.rulebook_id end) and b.published_at is not null) then
    raise exception 'the rules of a published rulebook are frozen' using errcode = 'integrity_constraint_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
drop trigger if exists frozen_when_published on clearance_rulebook;
create trigger frozen_when_published before update or delete on clearance_rulebook
  for each row execute function sw_frozen_rulebook();
drop trigger if exists frozen_when_published on clearance_rule;
create trigger frozen_when_published before insert or update or delete on clearance_rule
  for each row execute function sw_frozen_rulebook();
