"""Two roles: the owner makes tables, the application only fills and reads them. Here the second is examined."""

from django.db import connections

APPLICATION = "portal_app"
OWNER = "portal_owner"
REPORTING = "portal_reporting"

_EXAMINE = """
    select r.rolname, r.rolsuper, r.rolbypassrls,
           exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where c.relowner = r.oid and n.nspname = 'public'),
           has_schema_privilege(r.oid, 'public', 'create')
    from pg_roles r where r.rolname = current_user
"""


def what_is_wrong_with_the_application_role() -> list[str]:
    """Return a sentence for each privilege the application's role must not have; empty when all is well."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_EXAMINE)
        name, superuser, bypasses, owns, creates = cursor.fetchone()
    way_out = "Give DATABASE_URL the role portal_app that `python -m portal.provision` makes."
    found = []
    if superuser:
        found.append(f"The database role {name} is a superuser: the walls between traders would not hold. {way_out}")
    if bypasses:
        found.append(
            f"The database role {name} bypasses row-level security: a trader would see others' goods. {way_out}"
        )
    if owns:
        found.append(f"The database role {name} owns tables: it could switch their walls off. {way_out}")
    if creates:
        found.append(f"The database role {name} may create tables and functions in the schema public. {way_out}")
    return found
