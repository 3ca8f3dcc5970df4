"""Every address has a row, every row an address; who comes in is what the row says, and a fault in it is noticed."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, include, path

from clearance import access as rows
from clearance.access import Audience, Door, Rule
from clearance.api.site import api
from portal import access
from tests.access.addresses import addresses
from tests.cast import Cast

PUBLIC = {"components", "home", "explain", "help", "accessibility", "status", "privacy", "api:openapi", "api:docs"}
PUBLIC |= {"tariff", "tariff_suggest", "commodity", "procedures", "procedure", "explain_before"}
PUBLIC |= {"track", "tracked", "verify", "verified"}
PUBLIC_ACTS = {"help", "track", "verify", "api:explain"}
PUBLIC |= {"parcel", "parcel_page", "parcel_object", "parcel_return", "parcel_test_payment"}
# Opened by the code of a notice, by a signature, or by the number of an attempt to pay.
PUBLIC_ACTS |= {"parcel", "parcel_pay", "parcel_object", "parcel_return", "parcel_callback", "parcel_test_payment"}
PUBLIC_ACTS |= {"take_neighbour_notice", "take_neighbour_arrival"}
# Devices have no account: their token is in the call, and the view asks for it before anything else.
PUBLIC_ACTS |= {"osmand_positions", "traccar_positions", "seal_messages", "frames", "station_events", "plate_reads"}

PUBLIC |= {"carrier_page"}
PUBLIC_ACTS |= {"carrier_act"}  # opened by the token of a carrier's link


def faults(table: Mapping[str, Rule]) -> list[str]:
    """What is wrong with a table, in sentences."""
    found = [f"/{one.route} has no row" for one in addresses() if one.key not in table]
    keys = {one.key: one.route for one in addresses()}
    found += [f"{key} has no address" for key in table if key not in keys]
    for key, rule in table.items():
        is_public = Audience.ANYONE in rule.who and rule.door is not Door.BARE
        if is_public and key not in PUBLIC | PUBLIC_ACTS:
            found.append(f"{key} is public, which nobody decided")
        if is_public and "POST" in rule.methods and key not in PUBLIC_ACTS:
            found.append(f"{key} lets everybody act")
        if keys.get(key, "").startswith("api/") and rule.door is Door.PAGE and key != "api:docs":
            found.append(f"{key} would act on a cookie")
        if rule.door is Door.API and not rule.is_public and set(rule.scopes) != rule.methods:
            found.append(f"{key} lets tokens in without a scope")
    return found + api_faults(table)


def api_faults(table: Mapping[str, Rule]) -> list[str]:
    """Methods the API has and the table does not speak of."""
    found = []
    for route, operations in api.get_openapi_schema()["paths"].items():
        filled = route.replace("{reference}", "R").replace("{id}", "S").replace("{dispatch_id}", "D")
        rule = table.get(get_resolver().resolve(f"/api/v1{filled}").view_name)
        for method in operations:
            if rule is None or not rule.allows_method(method.upper()):
                found.append(f"{method.upper()} {route} is open and not in the table")
    return found


def test_the_table_and_the_addresses_are_the_same() -> None:
    assert faults(access.table()) == []


def test_an_agency_adds_rows_for_its_own_addresses_only() -> None:
    routes = {one.key: one.route for one in addresses()}
    for key in access.of_agencies():
        assert routes[key].startswith(("agencies/", "api/v1/agencies/")), key


def test_a_view_without_its_row_is_noticed() -> None:
    table = {key: rule for key, rule in access.table().items() if key != "tokens"}
    assert faults(table) == ["/tokens/ has no row"]


@pytest.mark.parametrize("key", ["declaration", "api:declaration", "signoff"])
def test_a_row_opened_to_everybody_is_noticed(key: str) -> None:
    table = dict(access.table())
    table[key] = replace(table[key], who=frozenset({Audience.ANYONE}))
    assert f"{key} is public, which nobody decided" in faults(table)


def test_an_act_of_the_api_by_cookie_is_noticed() -> None:
    table = dict(access.table())
    table["api:withdraw"] = replace(table["api:withdraw"], door=Door.PAGE)
    assert faults(table) == ["api:withdraw would act on a cookie"]


def test_a_scope_forgotten_is_noticed() -> None:
    table = dict(access.table())
    table["api:decide"] = replace(table["api:decide"], scopes={})
    assert faults(table) == ["api:decide lets tokens in without a scope"]


def test_a_method_the_table_does_not_know_is_noticed() -> None:
    table = dict(access.table())
    table["api:declarations"] = replace(table["api:declarations"], methods=frozenset({"GET"}), scopes={"GET": set()})
    assert faults(table) == ["POST /declarations is open and not in the table"]


def planted(request: HttpRequest) -> HttpResponse:
    """A view somebody forgot to declare."""
    return HttpResponse("in")


@pytest.fixture
def planted_address(settings):
    """The site with one address more, for which nobody wrote a row."""

    class Planted:
        urlpatterns = [
            path("planted/", planted, name="planted"),
            path("api/v1/planted", planted, name="planted_call"),
            path("", include("portal.urls")),
        ]

    settings.ROOT_URLCONF = Planted
    return Planted


@pytest.mark.django_db
def test_an_address_nobody_declared_is_refused_and_noticed(planted_address, cast: Cast) -> None:
    client = cast.browser("auditor")
    for route, kind in (("/planted/", "text/html"), ("/api/v1/planted", "application/json")):
        answer = client.get(route)
        assert answer.status_code == 403
        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.content != b"in"
    assert [fault for fault in faults(access.table()) if "planted" in fault] == [
        "/planted/ has no row",
        "/api/v1/planted has no row",
    ]


@pytest.mark.django_db
def test_the_same_address_with_a_row_is_open_to_whom_it_names(planted_address, cast: Cast, monkeypatch) -> None:
    table = {**access.table(), "planted": rows.officer(roles=frozenset({"auditor"}))}
    monkeypatch.setattr(access, "table", lambda: table)
    for person, status in (("auditor", 200), ("customs_officer", 403), ("trader", 403)):
        client = cast.browser(person)
        assert client.get("/planted/").status_code == status, person
    assert Client().get("/planted/").headers["Location"].startswith("/accounts/login/?next=/planted/")
    fragment = Client().get("/planted/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/cases/"})
    assert (fragment.status_code, fragment.content) == (204, b"")
    assert fragment.headers["HX-Redirect"] == "/accounts/login/?next=http%3A%2F%2Ftestserver%2Fcases%2F"


def test_a_row_for_one_agency_keeps_the_others_out(cast_free_actor) -> None:
    rule = rows.officer(agency="veterinary")
    assert rule.admits(cast_free_actor("veterinary", "officer"), signed_in=True)
    assert not rule.admits(cast_free_actor("customs", "head"), signed_in=True)
    narrow = rows.officer(agency="veterinary", roles=frozenset({"head"}))
    assert not narrow.admits(cast_free_actor("veterinary", "officer"), signed_in=True)
    assert narrow.admits(cast_free_actor("veterinary", "head"), signed_in=True)


@pytest.fixture
def cast_free_actor():
    from clearance.acting import Actor, Granted

    def of(agency: str, role: str) -> Actor:
        return Actor(user_id=1, grants=(Granted(agency, None, role),), roles=frozenset({role}))

    return of


def test_the_door_is_the_last_middleware(settings) -> None:
    """It calls the view itself: whatever stood after it would be passed by."""
    assert settings.MIDDLEWARE[-1] == "portal.middleware.ActingMiddleware"


@pytest.fixture
def writing_address(settings, monkeypatch):
    """A view that writes and then answers as it is told to."""

    def write(request: HttpRequest) -> HttpResponse:
        request.user.full_name = "Written"
        request.user.save(update_fields=["full_name"])
        if request.GET["status"] == "fault":
            raise ZeroDivisionError
        return HttpResponse(status=int(request.GET["status"]))

    class Writing:
        urlpatterns = [path("writing/", write, name="writing"), path("", include("portal.urls"))]

    settings.ROOT_URLCONF = Writing
    table = {**access.table(), "writing": rows.signed_in(frozenset({"POST"}))}
    monkeypatch.setattr(access, "table", lambda: table)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "kept"), [("200", True), ("302", True), ("409", False), ("422", False), ("500", False), ("fault", False)]
)
def test_a_refused_act_leaves_nothing(writing_address, cast: Cast, status: str, kept: bool) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.user("trader"))
    client.post(f"/writing/?status={status}")
    assert (cast.user("trader").full_name == "Written") is kept
