-- Read-only views for reporting; the role portal_reporting reads this schema and nothing else.

create schema if not exists reporting;

create or replace view reporting.declarations as
select d.reference, c.name as company, d.kind, d.state, d.version, d.routed_version, d.released_version, d.open_holds,
       d.lodged_at, d.routed_at, d.accepted_at, d.released_at
  from clearance_declaration d join accounts_company c on c.id = d.company_id;

create or replace view reporting.signoffs as
select d.reference, s.version, s.agency, s.office_id as office, s.stage, s.requirement, s.blocks, s.state, s.verdict,
       cl.username as claimed_by, coalesce(de.username, s.decided_kind) as decided_by,
       s.opened_at, s.claimed_at, s.decided_at, s.due_at
  from clearance_signoff s
  join clearance_declaration d on d.id = s.declaration_id
  left join accounts_user cl on cl.id = s.claimed_by_id
  left join accounts_user de on de.id = s.decided_by_id;

create or replace view reporting.events as
select d.reference, e.seq, e.kind, e.actor_kind, u.username as actor, e.recorded_at as at, e.hash
  from clearance_event e
  join clearance_declaration d on d.id = e.declaration_id
  left join accounts_user u on u.id = e.actor_id;

-- The one policy that is not the application's alone asks this of whoever reads, also through a view.
grant execute on function sw_is_system() to portal_reporting;
