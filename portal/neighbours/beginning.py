"""A draft that begins with what the neighbour told: nothing of it is typed again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance import clock, transit_content
from clearance.acting import Actor, as_system
from clearance.content import without_absent
from clearance.models import Declaration
from clearance.services import filing
from clearance.services.found import NotFound
from clearance.views.beginning import first_content
from clearance.workflow import Refused, State
from portal.neighbours.models import Incoming, Standing

KINDS = ("import", "transit")
PROCEDURES = {"import": "40", "transit": "80"}


def begin(actor: Actor, *, number: str, kind: str) -> Declaration:
    """Keep a draft made of a notice that is addressed to the person's company; once for each notice."""
    seen = Incoming.objects.filter(number=number).first()
    member = next((one for one in (*actor.own, *actor.clients) if seen and one.bin in seen.bins), None)
    if seen is None or member is None or kind not in KINDS:
        raise NotFound(number)
    with as_system():
        notice = Incoming.objects.select_for_update(of=("self",)).select_related("declaration").get(pk=seen.pk)
    if not is_free(notice):
        raise Refused("notice_used", _("This notice no longer counts: it was used, replaced or has lapsed."))
    content = {**first_content(kind, member), **content_of(notice, kind)}
    draft = filing.save_draft(actor, company_id=member.company, content=content).declaration
    with as_system():
        Incoming.objects.filter(pk=notice.pk).update(state=Standing.USED, declaration=draft)
    return draft


def is_free(notice: Incoming) -> bool:
    """Whether a draft can be made of it: nobody did, or the draft was thrown away or has lapsed."""
    if notice.state == Standing.USED and notice.declaration is not None:
        return State(notice.declaration.state) in {State.CANCELLED, State.EXPIRED}
    return notice.state == Standing.EXPECTED


def content_of(notice: Incoming, kind: str) -> dict[str, Any]:
    """The content of the draft: the goods as told, the notice as previous document of every item."""
    content: dict[str, Any] = without_absent(notice.body["goods"])
    papers = content.setdefault("documents", [])
    papers.append(
        {"type": "PRE_ARRIVAL_INFO", "number": notice.number, "date": clock.day_of(notice.received_at).isoformat()}
    )
    arrival = (content.get("transport") or {}).get("border")
    content |= {
        "kind": kind,
        "procedure": PROCEDURES[kind],
        "office": notice.office_id,
        "border_office": notice.office_id,
    }
    if arrival:
        content["transport"] = {"arrival": dict(arrival), "border": dict(arrival)}
        content.setdefault("border_mode", str(arrival.get("mode") or "30"))
    told = content.pop("transit", {})
    if kind == "transit" and (part := _transit(content, told)):
        content["transit"] = part
    for item in content["items"]:
        item["procedure"] = PROCEDURES[kind]
        item["previous_documents"] = [{"type": "PI", "number": notice.number, "line": str(item.get("number") or "")}]
    return content


def _transit(content: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What is told of the transit itself: by rail the vehicles are wagons, by road trailers follow the tractor."""
    is_rail = content.get("border_mode", "").startswith("2")
    part = dict(told)
    signs = [
        sign.strip() for sign in str((content.get("transport") or {}).get("border", {}).get("id") or "").split("/")
    ]
    if is_rail and not part.get("wagons"):
        part["wagons"] = [{"number": sign} for sign in signs if sign]
    if is_rail:
        content.pop("transport", None)
    elif signs[1:]:
        for means in content["transport"].values():
            means["id"] = signs[0]
        part["trailers"] = list(dict.fromkeys([*signs[1:], *part.get("trailers", [])]))
    for name, kind in transit_content.NOTES.items():
        paper = next((one for one in content["documents"] if one.get("type") == kind and one.get("number")), None)
        if paper is not None and name not in part and is_rail == (name == "smgs_note"):
            content["documents"].remove(paper)
            part[name] = {key: paper[key] for key in ("number", "date") if paper.get(key)}
    return part
