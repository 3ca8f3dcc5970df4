"""A scenario of the public test collection, played: the trader's messages by program, the office's acts by officers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db.models import Q
from lxml import etree

from agencies.customs.models import NctsMessage
from agencies.customs.ncts import numbers, telling
from agencies.customs.ncts.structure import tables
from agencies.customs.ncts.structure.checking import faults_of
from agencies.customs.transit import acts, incidents, ladder
from clearance import clock
from clearance.models import Declaration
from clearance.services import deciding
from clearance.workflow import Refused
from tests.acting import decide, fresh, pay, present, rows
from tests.cast import Cast
from tests.corridor.helping import may_set_off, movement_of
from tests.ncts import public
from tests.ncts.helping import DEPARTURE, DESTINATION, GRN, HOLDER, declared, sent, sent_as_is

INCOMING = ("015", "013", "014", "170", "007", "044")
AT_DEPARTURE = frozenset({"015", "013", "014", "170"})
REFUSALS = frozenset({"056", "057", "906", "917"})
MEANT_WRONG = re.compile(
    r"(?<!VALID )\b(Invalid|Incorrect|No stateOfSeals|Rejection of the Arrival|not valid/rejected)", re.I
)
"""Steps that the testers mean to be refused keep the numbers of another system, which we do not know."""
UNREGISTERED = "26KZ9999999999998"
OFFICES = {"1": "KZAKTAU0", "2": "KZALTYNK", "4": "KZALMAIR"}
VALUE = {"code": "KZVAL", "text": "20000.00 USD"}


def named(observed: str) -> list[list[str]]:
    """The chains of messages that the tester named, each as numbers."""
    chains = ([number.zfill(3) for number in re.findall(r"I[Ee]-?(\d{2,3})", part)] for part in observed.split("|"))
    return [chain if chain[0] in INCOMING else ["015", *chain] for chain in chains if len(chain) > 1]


def expected(chains: list[list[str]], number: str, nth: int) -> list[str] | None:
    """The replies named after the nth message of that number; None where no chain names any."""
    found: list[str] | None = None
    for chain in sorted(chains, key=len):
        places = [place for place, one in enumerate(chain) if one == number]
        if not places:
            continue
        start = places[min(nth, len(places) - 1)] + 1
        end = next((place for place in range(start, len(chain)) if chain[place] in INCOMING), len(chain))
        if end > start:
            found = chain[start:end]
    return found


class Play:
    """One scenario: the declaration it is about, and every message so far."""

    def __init__(self, cast: Cast, chains: list[list[str]]) -> None:
        self.cast, self.chains = cast, chains
        self.declaration: Declaration | None = None
        self.guarantee = UNREGISTERED if any("055" in chain for chain in chains) else GRN
        self.counts: dict[str, int] = {}

    def step(self, row: Mapping[str, str]) -> tuple[list[str] | None, list[str]]:
        """Send the message of one step and do what the office does; what was expected, and what came."""
        number = row["message"][2:5]
        self.set_up(number)
        if number == "015":
            self.counts = {}
        nth = self.counts.get(number, 0)
        self.counts[number] = nth + 1
        wanted = expected(self.chains, number, nth)
        before = self.last()
        taken = sent_as_is(self.cast, self.as_sent(row))
        self.errors = [f"{one['code']} {one['pointer']} {one['message']}" for one in taken.message.errors]
        if taken.message.declaration_id and not taken.message.errors:
            with self.cast.acting("system"):
                self.declaration = fresh(self.cast, Declaration.objects.get(pk=taken.message.declaration_id))
        came = self.came(before)
        for reply in wanted or []:
            if reply not in came and self.declaration is not None and not taken.message.errors and reply in OFFICE:
                # What the office cannot do any more brings no reply.
                with suppress(Refused):
                    OFFICE[reply](self)
                came = self.came(before)
        return wanted, came

    def set_up(self, number: str) -> None:
        """What must have happened before a message of that number, where the scenario does not say it."""
        if number == "015" or (self.declaration is not None and number in AT_DEPARTURE):
            return
        if self.declaration is None:
            kind = "D" if number == "170" else "A"
            taken = sent(self.cast, "CC015C", declared(operation={"additionalDeclarationType": kind}))
            with self.cast.acting("system"):
                self.declaration = Declaration.objects.get(pk=taken.message.declaration_id)
        before = next((chain[: chain.index(number)] for chain in self.chains if number in chain), [])
        if "029" in before and not fresh(self.cast, self.declaration).released_at:
            self.release()
        elif "028" in before:
            self.accept()
        if number in ("007", "044") and not fresh(self.cast, self.declaration).released_at:
            self.release()
        if number == "044" and movement_of(self.cast, self.declaration).arrived_at is None:
            self.arrive()
        telling.tell_all(inline=True)

    def last(self) -> int:
        with self.cast.acting("system"):
            return NctsMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def came(self, before: int) -> list[str]:
        """The numbers of the messages in the outbox since then, without those about goods of other scenarios."""
        telling.tell_all(inline=True)
        about = Q(declaration=self.declaration) | Q(declaration=None)
        with self.cast.acting("system"):
            found = NctsMessage.objects.filter(about, pk__gt=before, direction="out").order_by("pk")
            return [name[2:5] for name in found.values_list("type", flat=True)]

    def accept(self) -> None:
        if fresh(self.cast, self.declaration).accepted_at is None:
            present(self.cast, self.declaration)

    def release(self) -> None:
        self.accept()
        may_set_off(self.cast, self.declaration)
        if fresh(self.cast, self.declaration).released_at is None:
            pay(self.cast, self.declaration, kind="secured")
            may_set_off(self.cast, self.declaration)

    def control(self) -> None:
        row = next(one for one in rows(self.cast, self.declaration) if one.is_undecided)
        with self.cast.acting(f"{row.agency}_officer") as officer:
            deciding.inspect(officer, sign_off=str(row.uuid), reason="Profile 12")

    def refuse(self) -> None:
        row = next(one for one in rows(self.cast, self.declaration, blocks="release") if one.is_undecided)
        decide(self.cast, row, "refused")

    def report(self) -> None:
        with self.cast.acting("customs_officer") as officer:
            incidents.report_as(officer, reference=self.declaration.reference, kind="breakdown", text="Gearbox")

    def arrive(self) -> None:
        may_set_off(self.cast, self.declaration)
        present(self.cast, self.declaration, office="KZ-ASTANA-LC")

    def complete(self) -> None:
        if movement_of(self.cast, self.declaration).arrived_at is None:
            self.arrive()
        for row in rows(self.cast, self.declaration, state__in=["open", "claimed"]):
            decide(self.cast, row)

    def recover(self) -> None:
        with clock.at(movement_of(self.cast, self.declaration).limit_at + timedelta(days=4)):
            while ladder.climb(inline=True):
                pass
            with self.cast.acting("customs_head") as head:
                acts.act(
                    head, reference=self.declaration.reference, name="claim", reason="The goods were not delivered"
                )

    def as_sent(self, row: Mapping[str, str]) -> bytes:
        """The message of a step as a program of this country sends it: its own names, offices, guarantee and statements."""
        body = public.filled((public.data().parent / row["file"]).read_bytes(), {"LRN": f"L{uuid4().hex[:18].upper()}"})
        root = public.root_of(body)
        if root is None:
            return body
        sound = not faults_of(root)
        for element in root.iter("messageIdentification"):
            element.text = f"M{uuid4().hex[:20]}"
        if not sound:
            return etree.tostring(root)
        if not MEANT_WRONG.search(row["step"] + row["scenario"].rpartition("/")[2]) or root.tag.endswith("CC015C"):
            self._name(root)
        if root.tag.endswith(("CC015C", "CC013C")):
            self._complete(root)
        return etree.tostring(root)

    def _name(self, root: etree._Element) -> None:
        for element in root.iter("referenceNumber"):
            if (parent := element.getparent()) is not None and str(parent.tag).startswith("CustomsOfficeOf"):
                at_departure = parent.tag == "CustomsOfficeOfDeparture"
                element.text = OFFICES.get(mode_of(root), DEPARTURE) if at_departure else DESTINATION
        for party in ("HolderOfTheTransitProcedure", "TraderAtDestination"):
            for element in root.findall(f"{party}/identificationNumber"):
                element.text = HOLDER
        for element in root.iter("GRN"):
            element.text = self.guarantee
        for element in root.iter("arrivalNotificationDateAndTime"):
            element.text = clock.now().strftime("%Y-%m-%dT%H:%M:%S")
        if self.declaration is not None and not root.tag.endswith("CC015C"):
            for element in root.findall("TransitOperation/MRN"):
                element.text = numbers.mrn_of(self.declaration.reference)
            for element in root.findall("TransitOperation/LRN"):
                element.text = self.declaration.local_ref

    def _complete(self, root: etree._Element) -> None:
        """What this country asks beside the messages of others: the note of the goods and their price."""
        consignment = root.find("Consignment")
        if kind := {"2": "N720", "3": "N730"}.get(mode_of(root)):
            _put(consignment, "Consignment2", "TransportDocument", {"type": kind, "referenceNumber": "CMR-1"})
        for item in root.iter("ConsignmentItem"):
            _put(item, "ConsignmentItem", "AdditionalInformation", VALUE)


def mode_of(root: etree._Element) -> str:
    """The mode of transport at the border, as the message says it or as its vehicle shows it."""
    goods = root.find("Consignment")
    if goods is None:
        return "3"
    said = goods.findtext("modeOfTransportAtTheBorder") or goods.findtext("inlandModeOfTransport")
    return said or (goods.findtext("DepartureTransportMeans/typeOfIdentification") or "3")[:1]


def _put(parent: Any, group: str, name: str, values: Mapping[str, str]) -> None:
    """Add an element in its place."""
    order = [slot.name for slot in tables.groups()[group]]
    made = etree.Element(name)
    for key, value in {"sequenceNumber": "99", **values}.items():
        etree.SubElement(made, key).text = value
    at = next((place for place, one in enumerate(parent) if order.index(one.tag) > order.index(name)), len(parent))
    parent.insert(at, made)


OFFICE: Mapping[str, Callable[[Play], None]] = {
    "028": Play.accept,
    "029": Play.release,
    "035": Play.recover,
    "043": Play.arrive,
    "025": Play.complete,
    "045": Play.complete,
    "051": Play.refuse,
    "060": Play.control,
    "182": Play.report,
}
"""What the office does so that a reply follows; the others follow by themselves."""
