"""Contents that are complete, for tests that then spoil one thing; and any content at all, for properties."""

import copy
import typing
from typing import Any

import pydantic
from hypothesis import strategies as st

from clearance.content import Content, without_absent
from clearance.messages import read
from tests.messages.conformance import ROOT

APPLES: dict[str, Any] = read((ROOT / "docs" / "examples" / "one-agency.xml").read_bytes()).content

TRANSIT: dict[str, Any] = {
    "kind": "transit",
    "declaration_type": "TT",
    "procedure": "80",
    "office": "KZ-NURJOLY",
    "border_office": "KZ-NURJOLY",
    "destination_office": "KZ-ASTANA-LC",
    "border_mode": "30",
    "dispatch_country": "CN",
    "destination_country": "UZ",
    "declarant": {"id": "970740000838", "name": "Silk Road Foods LLP", "country": "KZ"},
    "consignor": {"name": "Yili Sunrise Trading", "country": "CN"},
    "consignee": {"name": "Toshkent Savdo", "country": "UZ"},
    "carrier": {"name": "Jetisu Trans Logistic LLP", "country": "KZ"},
    "transport": {"border": {"id": "584AEK19", "nationality": "KZ"}},
    "transit": {"cmr_note": {"number": "CMR-2610-55", "date": "2026-01-02"}},
    "items": [
        {
            "number": 1,
            "commodity_code": "851713",
            "description": "Smartphones with 128 GB of memory",
            "packages": [{"count": "200", "type": "CT"}],
            "gross_mass_kg": "900",
            "price": "200000.00",
            "currency": "USD",
        }
    ],
}

PARCEL: dict[str, Any] = {
    "kind": "postal",
    "declaration_type": "PD",
    "office": "POST-ALA",
    "border_mode": "50",
    "dispatch_country": "CN",
    "destination_country": "KZ",
    "currency": "EUR",
    "gross_mass_total_kg": "1.2",
    "postal": {
        "item_id": "RR473124829KZ",
        "form": "CN22",
        "category": "gift",
        "item_type": "parcel",
        "sender": {"name": "Wang Fang", "country": "CN"},
        "addressee": {"name": "Aigerim Sadykova", "country": "KZ", "id": "900101300017"},
    },
    "items": [{"number": 1, "description": "Cotton scarf, hand woven", "net_mass_kg": "0.9", "price": "40.00"}],
}


def spoiled(content: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """A copy with one value changed, or taken away by None."""
    whole = copy.deepcopy(content)
    here: Any = whole
    *steps, last = pointer.strip("/").split("/")
    for step in steps:
        if isinstance(here, list):
            here = here[int(step)]
        else:
            here = here.setdefault(step, {})
    if isinstance(here, list):
        here[int(last)] = value
    elif value is None:
        here.pop(last, None)
    else:
        here[last] = value
    return whole


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=12,
) | st.sampled_from(
    [
        "KZ",
        "40",
        "C676",
        "INVOICE",
        "2026-01-02",
        "2026-01-02T10:00:00+05:00",
        "12.5",
        "IMA",
        "DT",
        "TT",
        " x ",
        "ZSW",
        "IM",
    ]
)


def _like(annotation: Any) -> st.SearchStrategy[Any]:
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        return _part(annotation)
    if origin is list:
        return st.lists(_like(inside[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True), st.booleans() | TEXTS, max_size=3)
    return st.integers(-5, 10**10) if annotation is int else TEXTS


def _part(model: type[pydantic.BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    kinds = {
        name: next(kind for kind in (*typing.get_args(field.annotation), field.annotation) if kind is not type(None))
        for name, field in model.model_fields.items()
    }
    return st.fixed_dictionaries({}, optional={name: _like(kind) for name, kind in kinds.items() if name != "unmapped"})


ANY_CONTENT = _part(Content).map(without_absent)
"""Any content of the right structure, sensible or not."""
