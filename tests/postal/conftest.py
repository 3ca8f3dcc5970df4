"""A postman at the desk, a dispatch that is routed, and an addressee with a notice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clearance import advance
from clearance.models import Declaration
from clearance.services import posting
from portal.demo.postal_goods import parcel, s10
from portal.post import capabilities
from tests import acting
from tests.cast import Cast

DISPATCH = "DETESTKZALAAAUN60001"
SAMPLE_NUMBER = 700


def above_the_norm(number: int = SAMPLE_NUMBER, **more: Any) -> dict[str, Any]:
    """A tablet of 350 EUR: 150 EUR above the norm."""
    item = {"value": "350.00", "net": "0.9", "gross": "1.2", "code": "847130", "form": "CN23", "dispatch": DISPATCH}
    return parcel(s10("CB", number, "DE"), "Tablet computer with charger", **{**item, "personal": True, **more})


@pytest.fixture
def post(cast: Cast) -> "Post":
    return Post(cast)


@pytest.fixture
def browser_of(cast: Cast) -> Callable[[str], Client]:
    """A person signed in at a browser of their own."""
    return cast.browser


class Post:
    """Filing, arriving and looking, in one line each."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def file(self, *contents: dict[str, Any], arrived: bool = True) -> list[Declaration]:
        """File and route a dispatch of these items; it has arrived unless said otherwise."""
        from clearance.dispatch_lists import Listed

        rows = [Listed(place, (), content) for place, content in enumerate(contents)]
        with self.cast.acting("postman", scopes=acting.FILING) as actor:
            filed = posting.file_dispatch(actor, company_id=self.cast.companies()["kazpost"], rows=rows)
        assert not [one for one in filed if one.problems], filed
        with self.cast.acting("system"):
            keys = list(Declaration.objects.filter(routing_due=True).values_list("pk", flat=True))
        for key in keys:
            advance.advance(key)
        if arrived:
            with self.cast.acting("postman", scopes=acting.FILING) as actor:
                posting.release_clean(actor, dispatch_id=DISPATCH)
        with self.cast.acting("system"):
            found = {one.reference: one for one in Declaration.objects.select_related("company", "office")}
        return [found[str(one.reference)] for one in filed]

    def code(self, declaration: Declaration) -> str:
        """The code of the notice of an item."""
        with self.cast.acting("postman") as actor:
            return capabilities.codes_of(actor, [declaration])[declaration.pk]

    def page(self, declaration: Declaration) -> str:
        """The address of the addressee's page."""
        return f"/parcel/{declaration.local_ref}/{self.code(declaration)}/"
