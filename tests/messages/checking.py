"""Everything validation says of a content, on a day and with offices known to tests."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from clearance.content import Problem
from clearance.validation import check_all

ON = date(2026, 11, 23)


OFFICES = {
    "KZ-NURJOLY": SimpleNamespace(type="border_post", modes=["road"]),
    "KZ-ALTYNKOL": SimpleNamespace(type="rail_border_station", modes=["rail"]),
    "KZ-ASTANA-LC": SimpleNamespace(type="inland_centre", modes=["road", "rail"]),
    "POST-ALA": SimpleNamespace(type="exchange_office", modes=["post"]),
    "HQ-CC": SimpleNamespace(type="control_centre", modes=["any"]),
}


def everything(content: dict[str, Any], **more: Any) -> list[Problem]:
    return check_all(content, on=ON, offices=OFFICES, **more)
