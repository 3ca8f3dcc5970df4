"""For which company a declaration is filed: the declared party's BIN, among own companies and clients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance.acting import Actor, Member
from clearance.content import Problem, Problems
from clearance.permissions import NotAllowed
from clearance.workflow import Kind

# Whose declaration it is, by kind, the strongest claim first; a representative files for somebody else.
PARTIES: Mapping[str, tuple[str, ...]] = {
    Kind.IMPORT: ("declarant", "consignee", "importer", "buyer", "payer"),
    Kind.EXPORT: ("declarant", "consignor", "exporter", "seller", "payer"),
    Kind.TRANSIT: ("principal", "declarant", "carrier", "consignee", "consignor"),
    Kind.POSTAL: ("declarant", "consignee", "importer", "consignor", "exporter"),
}
BIN_LENGTH = 12


def client_of(actor: Actor, content: Mapping[str, Any]) -> int:
    """The company to file for; raises NotAllowed for a party one does not act for, Problems where none is named."""
    acting_for = {member.bin: member for member in (*actor.clients, *actor.own)}
    named = list(_bins(content))
    matching = [acting_for[bin_] for bin_ in named if bin_ in acting_for]
    if found := next((one for one in matching if not one.is_broker), None) or next(iter(matching), None):
        return found.company
    if postal := _postal_operator(actor, content):
        return postal.company
    if strangers := [bin_ for bin_ in named if len(bin_) == BIN_LENGTH and bin_.isdigit()]:
        text = _("You do not act for %(bin)s. File for your own company or for a client that has delegated to you.")
        raise NotAllowed(text % {"bin": strangers[0]})
    if len(actor.own) == 1:
        return actor.own[0].company
    raise Problems(
        [
            Problem(
                "client_missing",
                "/declarant/id",
                _("Enter the BIN of the company you file for."),
                _("It is the declarant's, or else the consignee's or consignor's."),
            )
        ]
    )


def _bins(content: Mapping[str, Any]) -> Iterator[str]:
    for role in PARTIES.get(str(content.get("kind")), PARTIES[Kind.IMPORT]):
        party = content.get(role)
        if isinstance(party, Mapping) and party.get("id"):
            yield str(party["id"])


def _postal_operator(actor: Actor, content: Mapping[str, Any]) -> Member | None:
    """The operator files for the addressee, who has no account here."""
    if content.get("kind") != Kind.POSTAL:
        return None
    return next((member for member in actor.own if member.is_postal_operator), None)
