"""The two roles: the application's can fill tables, never make, own or unwall them."""

import pytest
from django.db import ProgrammingError, connection

from portal.roles import APPLICATION, what_is_wrong_with_the_application_role


@pytest.mark.django_db
def test_the_application_role_is_unprivileged() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == (APPLICATION,)
    assert what_is_wrong_with_the_application_role() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "create table mine (a int)",
        "alter table portal_cache add a int",
        "truncate portal_cache",
        "create function f() returns int language sql as 'select 1'",
    ],
)
def test_the_application_makes_and_empties_nothing(statement: str) -> None:
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)
