"""Every address has a row, and nobody comes in by a door that is not theirs."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from clearance.access import Audience, Door
from portal import access
from tests.cast import Cast


def addresses(resolver: URLResolver | None = None, names: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    """(key in the table, route) of every address of the URL configuration."""
    for one in (resolver or get_resolver()).url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield (f"{names}{one.name}" if one.name else one.lookup_str), here
        else:
            yield from addresses(one, f"{names}{one.namespace}:" if one.namespace else names, here)


def without_a_row(table: dict[str, access.Rule]) -> list[str]:
    return sorted(route for key, route in addresses() if key not in table)


def test_every_address_has_a_row_in_the_access_table() -> None:
    assert without_a_row(dict(access.table())) == []


def test_an_address_added_without_a_row_is_noticed(settings: object) -> None:
    rows = dict(access.table())
    del rows["tokens"]
    assert without_a_row(rows) == ["tokens/"]


def test_every_row_belongs_to_an_address() -> None:
    known = {key for key, _route in addresses()}
    assert sorted(set(access.table()) - known) == []


def test_an_agency_adds_rows_for_its_own_addresses_only() -> None:
    routes = dict(addresses())
    for key in access.of_agencies():
        assert routes[key].startswith("agencies/"), key


def test_the_public_addresses_are_these_and_no_others() -> None:
    """A new public address is a decision: it is added here on purpose."""
    public = {key for key, rule in access.table().items() if Audience.ANYONE in rule.who and rule.door is not Door.BARE}
    assert public <= {"components", "home", "explain", "api:openapi-json", "api:docs", "api:explain"}
