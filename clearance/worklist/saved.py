"""Saved views: filters under a name, an officer's own or shared with the office."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clearance import clock, queues
from clearance.acting import Actor
from clearance.content import Problem, Problems
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.worklist.models import SavedView

MOST = 30


def views_of(actor: Actor) -> list[SavedView]:
    """Own views and those shared in the person's offices, by name; one statement."""
    shared = Q(pk__in=[])
    for agency, office in _places(actor):
        shared |= Q(agency=agency) & (Q(office__in=["", office]) if office else Q())
    return list(
        SavedView.objects.filter(Q(owner_id=actor.user_id) | Q(shared, is_shared=True))
        .select_related("owner")
        .order_by("name", "pk")[:MOST]
    )


def save(actor: Actor, *, name: str, query: str, is_shared: bool = False) -> SavedView:
    """Keep the filters of an address under a name; the same name again replaces the view."""
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Problems([Problem("name_missing", "/name", _("Enter a name for the view, at most 60 letters."))])
    places = _places(actor)
    if not places:
        raise NotAllowed(_("You have no role for this agency at this office. Ask your agency's administrator."))
    agency, office = places[0]
    view, _new = SavedView.objects.update_or_create(
        owner_id=actor.person,
        name=name,
        defaults={"agency": agency, "office": office or "", "query": query[:500], "is_shared": is_shared,
                  "saved_at": clock.now()},
    )  # fmt: skip
    return view


def drop(actor: Actor, *, view: int) -> None:
    """Delete an own view."""
    deleted, _rows = SavedView.objects.filter(pk=view, owner_id=actor.person).delete()
    if not deleted:
        raise NotFound(str(view))


def _places(actor: Actor) -> list[tuple[str, str | None]]:
    return sorted({(grant.agency, grant.office) for grant in actor.grants if grant.role in queues.WORKING}, key=str)
