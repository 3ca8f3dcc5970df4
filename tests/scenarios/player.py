"""Plays a scene: people call the API one after the other, time passes between their acts, the system does its part."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.test import override_settings
from django.utils import timezone

from clearance import advance, auditing, clock, deriving
from clearance.models import Declaration
from portal.accounts.models import ApiToken
from tests.acting import answers
from tests.api.programs import Program
from tests.cast import Cast

SHARES = {
    "green": (Decimal("0.03"), Decimal("0.96")),
    "red": (Decimal(0), Decimal("0.005")),
    "yellow": (Decimal("0.005"), Decimal("0.025")),
    "blue": (Decimal("0.97"), Decimal(1)),
}
"""Stretches of the share drawn (agencies/customs/lane.py) that lead ordinary goods into each lane."""
BETWEEN_ACTS = timedelta(minutes=7)


def drawn(*declarations: Declaration, lane: str = "green") -> str:
    """A key of the draw under which chance puts each of these declarations into `lane`."""
    low, high = SHARES[lane]
    for number in count():
        key = f"scene {number}"
        with override_settings(DRAW_KEY=key):
            if all(low <= deriving.draw(one, "lane") < high for one in declarations):
                return key
    raise AssertionError("unreachable")


class Case:
    """One declaration on its way through the API; `now` is where its story has come to."""

    def __init__(self, cast: Cast, content: dict[str, Any], *, by: str = "trader", lane: str = "green") -> None:
        self.cast = cast
        self.by = by
        self.content = content
        self.lane = lane
        self.now: datetime = timezone.now()
        self.references: list[str] = []
        self.key = ""
        self.kept: dict[str, Any] = {}
        self._programs: dict[str, Program] = {}

    @property
    def reference(self) -> str:
        return self.references[0]

    def call(self, person: str, method: str, path: str, body: Any = None, *, gives: int = 200, **options: Any) -> Any:
        """One call of `person`, at this moment of the story; its JSON."""
        if person not in self._programs:
            self._programs[person] = Program(self.cast, person)
            # Stories last longer than the month for which tokens are made by default.
            ApiToken.objects.filter(user_id=self.cast.ids()[person]).update(expires_at=self.now + timedelta(days=365))
        chance = {"DRAW_KEY": self.key} if self.key else {}
        with clock.at(self.now), override_settings(**chance):
            answer = self._programs[person].call(method, path, body, **options)
        assert answer.status_code == gives, (person, path, answer.status_code, answer.content.decode())
        self.now += BETWEEN_ACTS if method == "POST" else timedelta()
        return answer.json() if answer.content else None

    def act(self, person: str, act: str, body: Any = None, **options: Any) -> Any:
        """One act on the declaration."""
        return self.call(person, "POST", f"declarations/{self.reference}/{act}", body, **options)

    def file(self, *, action: str = "file") -> None:
        """The trader sends the content."""
        filed = self.call(self.by, "POST", f"declarations?action={action}", self.content, gives=201)
        self.filed(filed["reference"])
        self.work()

    def filed(self, *references: str) -> None:
        """These declarations are the story's; chance is told to leave them where the story wants them."""
        self.references = list(references)
        with self.cast.acting("system"):
            self.key = drawn(*Declaration.objects.filter(reference__in=references), lane=self.lane)

    def work(self) -> None:
        """What the worker and the sweeper do now."""
        with clock.at(self.now), override_settings(DRAW_KEY=self.key):
            advance.sweep()

    def detail(self, person: str = "auditor", reference: str = "", *, lapsed: bool = False) -> dict[str, Any]:
        """The declaration as `person` reads it."""
        path = f"declarations/{reference or self.reference}{'?include=lapsed' if lapsed else ''}"
        found: dict[str, Any] = self.call(person, "GET", path)
        return found

    def rows(self, agency: str, *states: str, **where: str) -> list[dict[str, Any]]:
        """Live sign-offs of an agency in these states (open and claimed ones without), with these values."""
        wanted = states or ("open", "claimed")
        found = self.detail()["signoffs"]
        return [
            row for row in found if row["agency"] == agency and row["state"] in wanted and where.items() <= row.items()
        ]

    def row(self, agency: str, **where: str) -> dict[str, Any]:
        """The one open sign-off of an agency."""
        (row,) = self.rows(agency, **where)
        return row

    def decide(self, agency: str, verdict: str = "approved", **more: Any) -> None:
        """The agency's officer takes its open sign-off and answers it."""
        where = {"requirement": more.pop("requirement")} if "requirement" in more else {}
        row = self.row(agency, **where)
        officer = officer_of(row)
        if row["state"] == "open":
            self.call(officer, "POST", f"signoffs/{row['id']}/claim")
        body = {"verdict": verdict, "version": row["version"], **more}
        if verdict in ("refused", "not_competent"):
            body.setdefault("reason", "Not as declared")
        else:
            body["form"] = answers(SimpleNamespace(agency=row["agency"], requirement=row["requirement"]))  # type: ignore[arg-type]
        if row["control"] in ("physical", "laboratory"):
            body["finding"] = {
                "place": "Shed 4",
                "at": self.now.isoformat(),
                "items": {str(number): "conform" for number in row["items"]},
                "seals": [],
            }
        self.call(officer, "POST", f"signoffs/{row['id']}/decide", body)

    def pass_time(self, **parts: float) -> None:
        """Let time pass, and the system look at what has come due."""
        self.now += timedelta(**parts)
        self.work()


def officer_of(row: dict[str, Any]) -> str:
    """Who of the cast works on a sign-off."""
    return "desk_clerk" if row["agency"] == "routing_desk" else f"{row['executed_by']}_officer"


Step = Callable[[Case], None]


@dataclass(frozen=True)
class Scene:
    """One story: what is filed by whom, what people then do, and how it ends."""

    name: str
    content: Callable[[], dict[str, Any]]
    steps: tuple[Step, ...]
    ends: str
    by: str = "trader"
    lane: str = "green"
    begins: Step = field(default=lambda case: case.file())


@dataclass(frozen=True)
class Played:
    """What a scene has really shown, as the API tells it."""

    name: str
    kind: str
    mode: str
    states: tuple[str, ...]
    agencies: frozenset[str]
    verdicts: frozenset[str]
    happened: frozenset[str]


def play(cast: Cast, scene: Scene) -> Played:
    """Play a scene to its end, check what is true of every story, and tell what it has shown."""
    case = Case(cast, scene.content(), by=scene.by, lane=scene.lane)
    scene.begins(case)
    for step in scene.steps:
        step(case)
    found = [case.detail(reference=reference, lapsed=True) for reference in case.references]
    assert found[0]["state"] == scene.ends, found[0]["headline"]
    happened = set()
    for reference in case.references:
        events = case.call(scene.by, "GET", f"declarations/{reference}/events")["events"]
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        kinds = [event["kind"] for event in events]
        assert kinds.count("declaration.released") <= 1
        happened |= set(kinds)
    assert auditing.verify().findings == ()
    by_people = [row for one in found for row in one["signoffs"] if row["decided_by"] == "officer"]
    return Played(
        name=scene.name,
        kind=found[0]["kind"],
        mode=found[0]["content"]["border_mode"],
        states=tuple(one["state"] for one in found),
        agencies=frozenset(row["agency"] for row in by_people),
        verdicts=frozenset(row["verdict"] for row in by_people),
        happened=frozenset(happened),
    )
