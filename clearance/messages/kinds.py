"""What kind of declaration a WCO message is, as the WCO data model has no element for it."""

from __future__ import annotations

OWN_TYPES = ("DT", "TT", "PD", "VD")
"""Values of Declaration.TypeCode in messages of our own profile (handbook 2.1)."""

EXPORT_PROCEDURES = frozenset({"10", "21", "23", "31"})
"""Procedures under which goods leave the Union; every other one but transit brings them in."""

TRANSIT_PROCEDURE = "80"

_BY_TYPE = {"IM": "import", "CO": "import", "EX": "export", "TT": "transit", "PD": "postal"}
_TYPE_OF_KIND = {"import": "DT", "export": "DT", "transit": "TT", "postal": "PD"}


def kind_of(type_code: str | None, procedure: str | None) -> str | None:
    """Return import, export, transit or postal as TypeCode and procedure imply it; None where they do not."""
    start = (type_code or "")[:2].upper()
    if start in _BY_TYPE:
        return _BY_TYPE[start]
    if not procedure or start not in ("", "DT"):
        return None
    if procedure == TRANSIT_PROCEDURE:
        return "transit"
    return "export" if procedure in EXPORT_PROCEDURES else "import"


def declaration_type_of(type_code: str | None) -> str | None:
    """Return our declaration type for a TypeCode, also for one of another country's list (IMA, EXD, ...)."""
    if not type_code or type_code in OWN_TYPES:
        return type_code
    kind = _BY_TYPE.get(type_code[:2].upper())
    return _TYPE_OF_KIND[kind] if kind else type_code
