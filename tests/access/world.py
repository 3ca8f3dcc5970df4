"""Two companies, each with everything an address can be about, marked with a canary nobody else may ever read."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from agencies.customs.models import Carried, NctsMessage, Slot, Visit
from clearance import clock
from clearance.acting import SYSTEM, acting_as
from clearance.models import Declaration, Grant, Rulebook
from clearance.services import appealing, deciding, files, filing, stopping, templating
from portal.accounts.models import Company, Delegation, Membership, User
from tests.acting import FILING, decide, file, present, row
from tests.api.programs import token_of
from tests.cast import Cast
from tests.corridor.helping import a_guarantee
from tests.corridor.tracked import a_device
from tests.corridor.trained import a_listed_train
from tests.goods import APPLES, CERAMICS, imports, item
from tests.neighbours import next_door

MINE, THEIRS = "silk_road", "altyn_orda"
CANARY = {MINE: "canary-silk", THEIRS: "canary-gold"}
BINS = {MINE: "971240001315", THEIRS: "940140000385"}
FILES_FOR = {MINE: "trader", THEIRS: "stranger"}

ANONYMOUS = "anonymous"
TRADERS = {
    "trader": {MINE}, "colleague": {MINE}, "viewer": {MINE}, "stranger": {THEIRS}, "broker": {MINE, THEIRS},
    "idle_broker": set(), "postman": set(), "guest": set(),
}  # fmt: skip
# Customs is asked about everything, plant health about apples, the others about neither company's goods.
CALLED = (
    "customs_officer", "customs_head", "plant_health_officer", "cashier", "customs_admin", "plant_health_admin",
    "dispatcher",
)  # fmt: skip
NOT_CALLED = ("postal_officer", "veterinary_officer", "transport_officer", "border_guard_officer", "veterinary_admin",
              "site_operator")  # fmt: skip
SEES_ALL = ("auditor", "desk_clerk")
ACTORS = (ANONYMOUS, *TRADERS, *CALLED, *NOT_CALLED, *SEES_ALL)


def seen_by(actor: str) -> set[str]:
    """The companies whose filed declarations this actor may see."""
    return {MINE, THEIRS} if actor in CALLED or actor in SEES_ALL else TRADERS.get(actor, set())


@dataclass
class Things:
    """What an address can be about, of one company."""

    reference: str
    draft: str
    sign_off: str
    question: str
    hold: str
    document: str
    company: str
    company_id: int
    person: int
    delegation: int
    token: int
    template: int
    refused: str  # the reference of a declaration with a refusal that was appealed
    refusal: str
    appeal: str
    guarantee: str
    notice: str
    device: str
    message: str
    train: str
    visit: str


@dataclass
class World:
    """Both companies and the ways in."""

    cast: Cast
    of: dict[str, Things] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    tokens: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)

    def client(self, actor: str) -> Client:
        """A browser in which the actor is signed in."""
        if actor not in self.clients:
            self.clients[actor] = Client(raise_request_exception=False)
            if actor != ANONYMOUS:
                self.clients[actor].force_login(User.objects.get(username=actor))
        return self.clients[actor]

    def token(self, actor: str, scopes: tuple[str, ...]) -> str:
        """A token of the actor, made once."""
        if (actor, scopes) not in self.tokens:
            self.tokens[actor, scopes] = token_of(self.cast, actor, scopes)
        return self.tokens[actor, scopes]

    def ask(
        self, actor: str, method: str, path: str, body: Any = None, *, token: tuple[str, ...] | None = None
    ) -> HttpResponseBase:
        """One request whose effects are undone; `token` are the scopes of a token used instead of the session."""
        headers = {}
        if token is not None and actor != ANONYMOUS:
            headers["authorization"] = f"Bearer {self.token(actor, token)}"
        client = Client(raise_request_exception=False) if token is not None else self.client(actor)
        with undone():
            if path.startswith("/api/"):
                return client.generic(method, path, body or "", content_type="application/json", headers=headers)
            if method == "POST":
                return client.post(path, body or {}, headers=headers)
            return client.generic(method, path, headers=headers)


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens inside; afterwards the connection acts as nobody again."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build(cast: Cast) -> World:
    """The whole world, through the services."""
    world = World(cast)
    _more_people(cast)
    for company in (MINE, THEIRS):
        world.of[company] = _things(cast, company)
    return world


def content_of(company: str, *goods: dict[str, str]) -> dict[str, Any]:
    """A complete content whose every free text holds the company's canary."""
    canary = CANARY[company]
    content = imports(*goods, local_ref=f"{canary}-{uuid.uuid4().hex[:6]}")
    for role in ("declarant", "consignee", "payer", "buyer"):
        content[role] |= {"id": BINS[company], "name": canary}
    for role in ("consignor", "seller", "carrier"):
        content[role]["name"] = canary
    content["items"] = [
        item(number, {**one, "description": f"{one['description']}, {canary}"}) for number, one in enumerate(goods, 1)
    ]
    return content


def _things(cast: Cast, company: str) -> Things:
    by, canary = FILES_FOR[company], CANARY[company]
    filed = present(cast, file(cast, content_of(company, APPLES, CERAMICS), by=by, company=company))
    one = row(cast, filed, "plant_health")
    with cast.acting("plant_health_officer") as officer:
        question = deciding.ask(officer, sign_off=str(one.uuid), text=f"Which orchard? {canary}")
        hold = stopping.place_hold(officer, sign_off=str(one.uuid), public_reason=canary, legal_basis="Order 15-08")
    with cast.acting(by, scopes=FILING) as trader:
        draft = filing.save_draft(
            trader, company_id=cast.companies()[company], content=content_of(company, CERAMICS)
        ).declaration
        document = files.attach(
            trader,
            reference=filed.reference,
            name=f"{canary}.pdf",
            data=b"%PDF-1.7 " + canary.encode(),
            type="INVOICE",
        )
        template = templating.keep(
            trader, company_id=cast.companies()[company], name=canary, content=content_of(company, CERAMICS)
        )
    refusal = row(cast, present(cast, file(cast, content_of(company, APPLES), by=by, company=company)), "plant_health")
    decide(cast, refusal, "refused", reason=canary)
    with cast.acting(by, scopes=FILING) as trader:
        appeal = appealing.appeal(trader, sign_off=str(refusal.uuid), grounds=canary)
    number = f"KZ-{canary}"
    guarantee = a_guarantee(cast, "1000", number=number, bin=BINS[company], guarantor=canary, by="cashier")
    notice = next_door.in_every_table(
        {"declaration": filed, "company_id": filed.company_id}, BINS[company], canary=canary
    )
    with cast.acting("system"):
        message = NctsMessage.objects.create(
            company_id=cast.companies()[company], declaration=filed, direction="in", type="CC015C", sender=canary,
            identification=canary, body=canary.encode(), digest="0", made_at=timezone.now(),
        )  # fmt: skip
    train = a_listed_train(cast, company, canary)
    user = cast.user(by)
    token_of(cast, by)
    return Things(
        reference=filed.reference,
        draft=draft.reference,
        sign_off=str(one.uuid),
        question=str(question.uuid),
        hold=str(hold.uuid),
        document=str(document.uuid),
        company=str(Company.objects.get(pk=cast.companies()[company]).uuid),
        company_id=cast.companies()[company],
        person=user.pk,
        delegation=Delegation.objects.get(client_id=cast.companies()[company]).pk,
        token=user.api_tokens.latest("pk").pk,
        template=template.pk,
        refused=appeal.declaration.reference,
        refusal=str(refusal.uuid),
        appeal=str(appeal.uuid),
        guarantee=str(guarantee.uuid),
        notice=notice.number,
        device=str(a_device(cast, token=canary).uuid),
        message=str(message.uuid),
        train=str(train.uuid),
        visit=str(a_visit(filed, canary).uuid),
    )


def a_visit(declaration: Declaration, canary: str) -> Visit:
    """A vehicle booked at another site than the operator's, with the goods aboard and a canary for a driver."""
    more = {"company_id": declaration.company_id, "office_id": "KZ-ASTANA-LC"}
    with acting_as(SYSTEM):
        moment = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
        plate = canary[-4:].upper()
        visit = Visit.objects.create(**more, plate=plate, written=plate, driver=canary, since=moment)
        Carried.objects.create(visit=visit, declaration=declaration, company_id=declaration.company_id)
        Slot.objects.create(
            **more, visit=visit, starts_at=moment, first_starts_at=moment, place=visit.pk % 30_000, kind="ordinary",
            deposit=1, booked_by_id=declaration.created_by_id,
        )  # fmt: skip
    return visit


def _more_people(cast: Cast) -> None:
    """A broker nobody has delegated to, and somebody who has an account and nothing else."""
    idle = Company.objects.create(bin="150240011110", name="Idle Brokers", status="approved", is_broker=True)
    for name in ("idle_broker", "guest"):
        User.objects.create(username=name, full_name=name.replace("_", " ").title(), password="!")
    broker = User.objects.get(username="idle_broker")
    Membership.objects.create(user=broker, company=idle, role="admin", may_sign=True)
    Cast.ids.cache_clear()


MISSING = Things(
    reference="KZ26-0000000-0",
    draft="KZ26-0000001-0",
    sign_off=str(uuid.UUID(int=1)),
    question=str(uuid.UUID(int=2)),
    hold=str(uuid.UUID(int=3)),
    document=str(uuid.UUID(int=4)),
    company=str(uuid.UUID(int=5)),
    company_id=999_999_999,
    person=999_999_999,
    delegation=999_999_999,
    token=999_999_999,
    template=999_999_999,
    refused="KZ26-0000000-0",
    refusal=str(uuid.UUID(int=6)),
    appeal=str(uuid.UUID(int=7)),
    guarantee=str(uuid.UUID(int=8)),
    notice="PI26-0000-0000",
    device=str(uuid.UUID(int=9)),
    message=str(uuid.UUID(int=9)),
    train=str(uuid.UUID(int=9)),
    visit=str(uuid.UUID(int=9)),
)


@cache
def grants() -> dict[str, int]:
    """A grant of each agency by its agency; the same in every clone of the template."""
    return dict(Grant.objects.filter(role="officer").values_list("agency", "pk"))


@cache
def a_rulebook(agency: str = "customs") -> int:
    """A rulebook of an agency; the same in every clone of the template."""
    return Rulebook.objects.filter(agency=agency).values_list("pk", flat=True)[0]


def acts_as_nobody() -> bool:
    """Whether nothing of an actor is left on the connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(current_setting('sw.user', true), ''), coalesce(current_setting('sw.companies', true), ''),"
            " coalesce(current_setting('sw.system', true), '')"
        )
        user, companies, system = cursor.fetchone()
    return user == "" and companies in {"", "{}"} and system in {"", "off"}
