"""Things of the demo that a page is about and no link leads to; what the demo has none of is put there first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from agencies.customs.alarms.stops import LAW_OF_ALARMS
from agencies.customs.carrier import links
from agencies.customs.control import intervening
from agencies.customs.control.seeing import RAIL
from agencies.customs.models import Movement, Stop
from clearance.acting import SYSTEM, Who, acting_as
from clearance.models import Appeal, Declaration, Question, Rulebook, SignOff
from clearance.services import appealing, publishing
from clearance.workflow import State, Verdict
from portal.accounts.models import Company, User
from portal.accounts.services import companies
from portal.post import capabilities
from portal.post.payments import attempts
from portal.public.notes import issuing
from tests.every_page.looking import MADE_HERE, NOTED_HERE, STOPPED_HERE
from tests.every_page.visits import FULLY_IN, HALF_IN, NOBODY

REJECTED = ("150240011110", "Turan Sweets LLP")
LEADING = {
    "confirm_arrival": State.ACCEPTED,
    "refuse_registration": State.LODGED,
    "dispose": State.REFUSED,
    "recall": State.RELEASED_WITH_CONDITIONS,
}
Door = tuple[str, str]  # a person and an address


def doors() -> dict[str, list[str]]:
    """By person, the addresses of these things."""
    found: dict[str, list[str]] = {}
    for gather in (_questions, _appeals, _released, _parcels, _leading, _rejected, _written_rulebook, _on_the_way):
        for person, path in gather():
            found.setdefault(person, []).append(path)
    return found


@contextmanager
def second_factor(person: str, *, signed_in: bool) -> Iterator[None]:
    """A second factor for one who has signed in already, or who is still to; nobody else keeps one."""
    if person != (FULLY_IN if signed_in else HALF_IN):
        yield
        return
    user = User.objects.get(username=person)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    try:
        yield
    finally:
        Authenticator.objects.filter(user=user).delete()


def _who(username: str) -> Who:
    return Who(user_id=User.objects.values_list("pk", flat=True).get(username=username))


def _questions() -> Iterator[Door]:
    with acting_as(_who("aigul")) as aigul:
        for one in Question.objects.filter(closed_at=None, company__in=[own.company for own in aigul.own])[:1]:
            yield "aigul", reverse("questions", args=[one.declaration.reference])


def _appeals() -> Iterator[Door]:
    """An appeal that waits for the head."""
    with acting_as(_who("daulet")) as daulet:
        refused = SignOff.objects.filter(
            verdict=Verdict.REFUSED, declaration__company__in=[own.company for own in daulet.own]
        )
        for row in refused.order_by("-pk")[:1]:
            waiting = Appeal.objects.filter(sign_off=row).first() or appealing.appeal(
                daulet, sign_off=str(row.uuid), grounds="The laboratory tested another batch."
            )
            yield "daulet", reverse("withdraw_appeal", args=[row.declaration.reference, waiting.uuid])
            yield f"{row.agency}.head", reverse("judge_appeal", args=[waiting.uuid])


def _released() -> Iterator[Door]:
    """A release note, and what its code opens."""
    with acting_as(_who("aigul")) as aigul:
        own = [member.company for member in aigul.own]
        for one in Declaration.objects.filter(state=State.RELEASED, company__in=own).order_by("pk")[:1]:
            paper = issuing.paper_of(one, "en", address=lambda code: code)
            yield NOBODY, reverse("verified", args=[paper.note.code])
            yield "aigul", reverse("draft_done", args=[one.reference])


def _parcels() -> Iterator[Door]:
    """Pages of addressees: one parcel of each state, and the way to pay for the first that may be paid."""
    items, codes = _items_of_the_post()
    for one in {item.state: item for item in items}.values():
        yield NOBODY, reverse("parcel_page", args=[one.local_ref, codes[one.pk]])
    with acting_as(SYSTEM):
        for one in [item for item in items if attempts.may_pay(item)][:1]:
            yield NOBODY, attempts.begin(one.pk)
            for name in ("parcel_page", "parcel_object", "parcel_return"):
                yield NOBODY, reverse(name, args=[one.local_ref, codes[one.pk]])


def parcel_to_pay() -> str:
    """The address of a page on which an addressee pays."""
    items, codes = _items_of_the_post()
    one = next(item for item in items if attempts.may_pay(item))
    return reverse("parcel_page", args=[one.local_ref, codes[one.pk]])


def _items_of_the_post() -> tuple[list[Declaration], dict[int, str]]:
    with acting_as(_who("marat")) as marat:
        own = [member.company for member in marat.own]
        items = list(Declaration.objects.filter(company__in=own).order_by("state", "pk"))
        return items, capabilities.codes_of(marat, items)


def _leading() -> Iterator[Door]:
    """What leading officers of customs do to a declaration."""
    with acting_as(_who("customs.head")):
        for name, state in LEADING.items():
            for one in Declaration.objects.filter(state=state).order_by("pk")[:1]:
                yield "customs.head", reverse(name, args=[one.reference])


def _rejected() -> Iterator[Door]:
    """A registration that customs rejected."""
    with acting_as(_who("saule")) as saule:
        house = Company.objects.filter(bin=REJECTED[0]).first() or companies.register_company(
            saule, bin=REJECTED[0], name=REJECTED[1]
        )
    if house.status != Company.Status.REJECTED:
        with acting_as(_who("customs.head")) as head:
            companies.reject_company(head, company_id=house.pk, reason=MADE_HERE)
    yield "saule", reverse("correct_company", args=[house.uuid])
    yield "saule", reverse("company_page", args=[house.uuid])


def _written_rulebook() -> Iterator[Door]:
    """A version of a rulebook that its author still writes."""
    with acting_as(_who("customs.admin2")) as admin:
        book = Rulebook.objects.filter(agency="customs", author_id=admin.person, offered_at=None).first()
        if book is None:
            now = Rulebook.objects.filter(agency="customs").latest("number")
            book = publishing.new_draft(
                admin, agency="customs", rows=publishing.rows_of(now), note=NOTED_HERE, based_on=now.number
            )
        for name in ("book_version", "book_new_rule", "book_import"):
            yield "customs.admin2", reverse(name, args=["customs", book.number])


def _on_the_way() -> Iterator[Door]:
    """A driver's page by its link; a stop that one person lifts; a transfer into other wagons."""
    with acting_as(_who("daulet")) as daulet:
        going = Movement.objects.filter(company__in=[own.company for own in daulet.own], state="en_route")
        for one in going.order_by("pk")[:1]:
            link = next(iter(links.of(one)), None) or links.make(daulet, reference=one.declaration.reference)
            yield NOBODY, reverse("carrier_page", args=[links.token_of(link.uuid)])
    with acting_as(_who("customs.head")) as head:
        for one in Movement.objects.filter(RAIL, state="en_route").select_related("declaration").order_by("pk")[:1]:
            yield "customs.head", reverse("transfer", args=[one.declaration.reference])
    with acting_as(_who("shift.head")) as head:
        going = Movement.objects.filter(state="en_route").exclude(RAIL)
        if not Stop.objects.filter(lifted_at=None, is_critical=False).exists():
            movement = going.filter(stops=None).latest("pk").uuid
            intervening.intervene(head, movement=movement, kind="hold", reason=STOPPED_HERE, legal_basis=LAW_OF_ALARMS)
        stop = Stop.objects.filter(lifted_at=None, is_critical=False).latest("pk")
        yield "shift.head", reverse("lift_stop", args=[stop.uuid])
