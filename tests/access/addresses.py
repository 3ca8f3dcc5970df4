"""Every address of the URL configuration, and how its parts are filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from clearance.access import About, Rule
from tests.access.world import Things, World, a_rulebook, grants

PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Address:
    """One URL pattern: its key in the access table and its route."""

    key: str
    route: str

    @property
    def parts(self) -> list[str]:
        """Names of what varies in it."""
        return [found["name"] for found in PART.finditer(self.route)]

    def path(self, values: dict[str, Any]) -> str:
        """The path with its parts filled in."""
        return "/" + PART.sub(lambda found: str(values[found["name"]]), self.route)


def addresses(resolver: URLResolver | None = None, names: str = "", route: str = "") -> Iterator[Address]:
    """Every address; Django's own regular expressions are turned into routes."""
    for one in (resolver or get_resolver()).url_patterns:
        here = route + _route(str(one.pattern))
        if isinstance(one, URLPattern):
            yield Address(f"{names}{one.name}" if one.name else one.lookup_str, here)
        else:
            yield from addresses(one, f"{names}{one.namespace}:" if one.namespace else names, here)


def _route(pattern: str) -> str:
    return re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", pattern.removeprefix("^").removesuffix("$"))


def _uuid_of(key: str, things: Things) -> str:
    """What customs' own addresses are about."""
    for name in ("guarantee", "train", "device"):
        if name in key:
            return str(getattr(things, name))
    return things.visit if key.startswith("visit") or key.endswith("slot") else ""


def values_of(address: Address, rule: Rule, things: Things, world: World) -> dict[str, Any]:
    """What stands for each varying part when the address is about `things`."""
    draft = address.key.startswith(("draft", "discard"))
    of_refusal = rule.about in {About.REFUSAL, About.APPEAL}
    by_about = {
        About.SIGN_OFF: things.sign_off,
        About.QUESTION: things.question,
        About.HOLD: things.hold,
        About.DOCUMENT: things.document,
        About.REFUSAL: things.refusal,
        About.APPEAL: things.appeal,
    }
    known: dict[str, Any] = {
        "reference": things.draft if draft else things.refused if of_refusal else things.reference,
        "id": by_about.get(rule.about, things.sign_off),
        "message_id": things.message,
        "number": things.notice if "neighbour" in address.key else 1,
        "uuid": _uuid_of(address.key, things) or by_about.get(rule.about, things.sign_off),
        "code": "40" if address.key == "procedure" else "0808",
        "form": "csv",
        "enquiry_id": 999_999_999,
        "announcement_id": 999_999_999,
        "ticket": f"{things.reference}-7KQM2XRD",
        "section": "parties",
        "dispatch_id": "CNBJSAKZALAAACA6000100001",
        "company": things.company,
        "company_id": things.company_id,
        "user_id": things.person,
        "delegation_id": things.delegation,
        "membership_id": 999_999_999,
        "token_id": things.token,
        "template_id": things.template,
        "day_id": 999_999_999,
        "request_id": 999_999_999,
        "session_id": 999_999_999,
        "office": "KZ-NURJOLY",
        "agency": "customs",
        "grant_id": grants()["plant_health"],
        "book_id": a_rulebook(),
        "key": "no-such-key",
        "row_id": 999_999_999,
        "rehearsal_id": 999_999_999,
        "place": "border",
        "use": "refusal",
        "uidb36": "0",
        "pk": 999_999_999,
        "view_id": 999_999_999,
        "act": "7f1f4bb8-7a64-4f1f-9a52-6b6f5f6a3c11",
        "provider": "test",
        "token": "no-such-token",
        "name": "no-such-topic",
        "kind": "note",
    }
    if unknown := set(address.parts) - set(known):
        raise AssertionError(f"{address.route}: say in tests/access/addresses.py what {sorted(unknown)} stands for")
    return {name: known[name] for name in address.parts}
