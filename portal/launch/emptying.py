"""`make demo RESET=1` on servers of your own: everything the owner's role made is dropped, nothing else."""

from django.db import connections

_DROP = """
do $$
declare thing record;
begin
    for thing in
        select format('%I.%I', n.nspname, c.relname) as name,
               case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
                    else 'table' end as kind
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'reporting') and c.relkind in ('r', 'p', 'v', 'm', 'S')
          and c.relowner = (select oid from pg_roles where rolname = current_user)
        order by c.relkind = 'S'
    loop
        if to_regclass(thing.name) is not null then
            execute format('drop %s %s cascade', thing.kind, thing.name);
        end if;
    end loop;
    for thing in
        select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('public', 'reporting')
          and p.proowner = (select oid from pg_roles where rolname = current_user)
    loop
        execute format('drop routine if exists %s cascade', thing.name);
    end loop;
    for thing in
        select format('%I.%I', n.nspname, t.typname) as name
        from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where n.nspname in ('public', 'reporting') and t.typtype in ('e', 'd')
          and t.typowner = (select oid from pg_roles where rolname = current_user)
    loop
        execute format('drop type if exists %s cascade', thing.name);
    end loop;
end $$
"""


def drop_everything() -> None:
    """Drop every table, view, function and type of the owner; roles, extensions and privileges stay."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_DROP)
