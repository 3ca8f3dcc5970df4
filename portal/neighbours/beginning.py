"""A draft that begins with what the neighbour told: nothing of it is typed again."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance.acting import Actor, as_system
from clearance.models import Declaration
from clearance.services import filing
from clearance.services.found import NotFound
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
    draft = filing.save_draft(actor, company_id=member.company, content=content_of(notice, kind)).declaration
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
    content: dict[str, Any] = deepcopy(notice.body["goods"])
    papers = content.setdefault("documents", [])
    papers.append({"type": "PRE_ARRIVAL_INFO", "number": notice.number, "date": notice.received_at.date().isoformat()})
    arrival = (content.get("transport") or {}).get("border")
    content |= {
        "kind": kind,
        "procedure": PROCEDURES[kind],
        "office": notice.office_id,
        "border_office": notice.office_id,
    }
    if arrival:
        content["transport"] = {"arrival": dict(arrival), "border": dict(arrival)}
    for item in content["items"]:
        item["procedure"] = PROCEDURES[kind]
        item["previous_documents"] = [{"type": "PI", "number": notice.number, "line": str(item.get("number") or "")}]
    return content
