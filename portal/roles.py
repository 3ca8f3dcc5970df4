"""Two roles: the owner makes tables, the application only fills and reads them; here the second is examined."""

import logging
import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

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
    wrong = [
        (superuser, "is a superuser: the walls between traders would not hold"),
        (bypasses, "bypasses row-level security: a trader would see others' goods"),
        (owns, "owns tables: it could switch their walls off"),
        (creates, "may create tables and functions in the schema public"),
    ]
    way_out = "Give DATABASE_URL the role portal_app that `python -m portal.provision` makes."
    return [f"The database role {name} {what}. {way_out}" for found, what in wrong if found]


def refuse_a_privileged_role() -> None:
    """Stop the start of a process whose role is too strong; a database that is down now is `readyz`'s matter."""
    try:
        wrong = what_is_wrong_with_the_application_role()
    except ImproperlyConfigured as refusal:  # from the guard at the first connection
        sys.exit(str(refusal))
    except OperationalError as error:
        logging.getLogger(__name__).warning("The database does not answer yet: %s", error)
        return
    finally:
        connections["default"].close()  # a fork must not share it
    if wrong:
        sys.exit("\n".join(wrong))


def examine_the_first_connection() -> None:
    """Whatever started this process, its first connection as a too strong role is its last."""
    connection_created.connect(_examine_once, dispatch_uid="portal.roles")


def _examine_once(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.alias != "default":
        return
    connection_created.disconnect(dispatch_uid="portal.roles")
    if wrong := what_is_wrong_with_the_application_role():
        examine_the_first_connection()
        connection.close()
        raise ImproperlyConfigured("\n".join(wrong))
