-- Who acts: set for one transaction by sw_act_as, read by every policy. Nothing set means nothing seen.

create or replace function sw_is_system() returns boolean language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('sw.system', true), ''), 'off') = 'on' $$;

create or replace function sw_user() returns bigint language sql stable parallel safe as
$$ select nullif(current_setting('sw.user', true), '')::bigint $$;

create or replace function sw_companies() returns bigint[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('sw.companies', true), ''), '{}')::bigint[] $$;

-- Companies whose declarations the person is a trader to, and so never an officer: own ones and clients, but for an
-- operator that files by law.
create or replace function sw_barred() returns bigint[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('sw.barred', true), ''), '{}')::bigint[] $$;

create or replace function sw_agencies() returns varchar[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('sw.agencies', true), ''), '{}')::varchar[] $$;

create or replace function sw_sees_all() returns boolean language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('sw.sees_all', true), ''), 'off') = 'on' $$;

-- Offices whose site the person runs for an agency, without being its officer; '*' is every office.
create or replace function sw_sites() returns varchar[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('sw.sites', true), ''), '{}')::varchar[] $$;

-- Sets the actor for this transaction and answers what the person may do at this moment: companies of their own,
-- clients with a live delegation, and live grants. The answer and the policies come from the same reading.
create or replace function sw_act_as(person bigint, as_system boolean default false) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as
$$
declare
  own jsonb := '[]'; clients jsonb := '[]'; live jsonb := '[]';
  sites varchar[] := '{}'; companies bigint[] := '{}'; barred bigint[] := '{}'; agencies varchar[] := '{}'; everything boolean := false;
  moment timestamptz := clock_timestamp();
begin
  if person is not null and exists (select 1 from accounts_user u where u.id = person and u.is_active) then
    select coalesce(jsonb_agg(jsonb_build_object('company', m.company_id, 'role', m.role, 'may_sign', m.may_sign,
             'status', c.status, 'is_broker', c.is_broker, 'is_postal_operator', c.is_postal_operator,
             'name', c.name, 'bin', c.bin) order by m.company_id), '[]'),
           coalesce(array_agg(m.company_id), '{}'),
           coalesce(array_agg(m.company_id) filter (where not c.is_postal_operator), '{}')
      into own, companies, barred
      from accounts_membership m join accounts_company c on c.id = m.company_id
     where m.user_id = person and m.active;
    select coalesce(jsonb_agg(jsonb_build_object('company', d.client_id, 'broker', d.broker_id,
             'may_sign', d.may_sign and m.may_sign, 'name', c.name, 'bin', c.bin, 'status', c.status,
             'role', m.role) order by d.client_id), '[]'),
           companies || coalesce(array_agg(d.client_id), '{}'),
           barred || coalesce(array_agg(d.client_id), '{}')
      into clients, companies, barred
      from accounts_delegation d
      join accounts_membership m on m.company_id = d.broker_id and m.user_id = person and m.active
      join accounts_company b on b.id = d.broker_id and b.is_broker and b.status = 'approved'
      join accounts_company c on c.id = d.client_id
     where d.revoked_at is null and d.starts_at <= moment and (d.ends_at is null or d.ends_at > moment);
    -- Who runs a site is nobody's officer: the grant opens no trade data at all.
    select coalesce(jsonb_agg(jsonb_build_object('agency', g.agency, 'office', g.office_id, 'role', g.role)
                              order by g.id) filter (where g.role <> 'operator'), '[]'),
           coalesce(array_agg(distinct g.agency) filter (where g.role <> 'operator'), '{}'),
           coalesce(bool_or(g.role in ('auditor', 'routing_desk')), false),
           coalesce(array_agg(distinct coalesce(g.office_id, '*')) filter (where g.role = 'operator'), '{}')
      into live, agencies, everything, sites
      from clearance_grant g
     where g.user_id = person and g.approved_at is not null and g.revoked_at is null
       and g.starts_at <= moment and (g.ends_at is null or g.ends_at > moment);
  end if;
  perform set_config('sw.system', case when as_system then 'on' else 'off' end, true),
          set_config('sw.user', coalesce(person::text, ''), true),
          set_config('sw.companies', companies::text, true),
          set_config('sw.barred', barred::text, true),
          set_config('sw.agencies', agencies::text, true),
          set_config('sw.sites', sites::text, true),
          set_config('sw.sees_all', case when everything then 'on' else 'off' end, true);
  return jsonb_build_object('own', own, 'clients', clients, 'grants', live, 'sites', sites);
end
$$;

-- Whether the actor may see a declaration as an officer; the declaration's own policy decides, so this never recurses.
create or replace function sw_officer_sees(declaration bigint) returns boolean
language sql stable as
$$ select exists (select 1 from clearance_declaration d
                   where d.id = declaration and not d.company_id = any ((select sw_barred())::bigint[])
                     and ((select sw_sees_all()) or d.agencies && (select sw_agencies())::varchar[])) $$;
