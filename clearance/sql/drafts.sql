-- Drafts of rulebooks: only their author writes them, nobody writes what is offered for the second signature, and
-- who signs is the person who acts. Neither can be switched off by the application.

create or replace function sw_writes_an_own_draft() returns trigger language plpgsql set search_path = public, pg_temp as
$$
declare
  who text := nullif(current_setting('sw.user', true), '');
  book bigint := case tg_op when 'DELETE' then old.rulebook_id else new.rulebook_id end;
  draft record;
begin
  select author_id, offered_at into draft from clearance_rulebook where id = book;
  if draft.offered_at is not null then
    raise exception 'the draft is offered for signature' using errcode = 'check_violation', constraint = 'an_offered_draft_is_not_written';
  end if;
  if who is not null and who <> draft.author_id::text then
    raise exception 'only its author writes a draft' using errcode = 'check_violation', constraint = 'only_its_author_writes_a_draft';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
drop trigger if exists only_its_author_writes_a_draft on clearance_rule;
create trigger only_its_author_writes_a_draft before insert or update or delete on clearance_rule
  for each row execute function sw_writes_an_own_draft();

create or replace function sw_signs_in_person() returns trigger language plpgsql set search_path = public, pg_temp as
$$
declare who text := nullif(current_setting('sw.user', true), '');
begin
  if new.author_id <> old.author_id or new.agency <> old.agency or new.number <> old.number then
    raise exception 'a draft keeps its author, agency and number' using errcode = 'check_violation', constraint = 'a_draft_keeps_its_author';
  end if;
  if new.published_at is not null and old.published_at is null and who is not null and who <> new.approved_by_id::text then
    raise exception 'the person who acts is the one who signs' using errcode = 'check_violation', constraint = 'who_acts_signs';
  end if;
  return new;
end
$$;
drop trigger if exists who_acts_signs on clearance_rulebook;
create trigger who_acts_signs before update on clearance_rulebook for each row execute function sw_signs_in_person();
