"""Cover for transits: set aside at release, one guarantee for one declaration; who gets none waits until there is enough."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.customs.guarantees import ledger, outlook
from agencies.customs.guarantees.accounts import Act
from agencies.customs.models import Guarantee, Wanted
from agencies.customs.transit import redirecting
from clearance.acts import (
    SYSTEM,
    SYSTEM_ACTOR,
    Cover,
    Happened,
    Sentence,
    acting_as,
    advance,
    clock,
    content_of,
    cover_of,
    figures,
    record,
)

AEO_WITHOUT_GUARANTEE = frozenset({"1", "3"})
BATCH = 100


class TransitCover:
    """Keeps cover for transit declarations in the guarantees of their companies."""

    def set_aside(self, declaration: Any) -> Cover | None:
        """Set aside what is due in the first guarantee named that has enough; the locked declaration is then released."""
        Wanted.objects.filter(declaration=declaration).delete()
        if declaration.company.aeo_type in AEO_WITHOUT_GUARANTEE:
            return Cover(Decimal(0), "aeo")
        if declaration.money_amount is None:
            return None
        with transaction.atomic():
            handed_over = redirecting.free_the_first(declaration)
            usable = in_force().filter(number__in=named_in(content_of(declaration)), company_id=declaration.company_id)
            locked = list(usable.select_for_update(no_key=True).order_by("pk"))
            for guarantee in locked:
                if guarantee.available >= declaration.money_amount:
                    basis = _basis_of(declaration)
                    ledger.post(guarantee, Act.RESERVE, declaration.money_amount, declaration=declaration, basis=basis)
                    _warn(declaration, guarantee)
                    return Cover(declaration.money_amount, guarantee.number)
            # The first transit stays covered until this one is: what was freed for it is taken back.
            transaction.set_rollback(handed_over)
        if locked:
            Wanted.objects.create(
                declaration=declaration,
                company_id=declaration.company_id,
                guarantee=locked[0],
                amount=declaration.money_amount,
            )
        return None

    def what_lacks(self, declaration: Any) -> Sentence | None:
        """Why nothing was set aside yet."""
        if declaration.company.aeo_type in AEO_WITHOUT_GUARANTEE:
            return None
        numbers = named_in(content_of(declaration))
        kept = Guarantee.objects.filter(number__in=numbers, company_id=declaration.company_id)
        return lacking(numbers, kept, declaration.money_amount)


def lacking(numbers: Sequence[str], kept: Iterable[Guarantee], amount: Decimal | None) -> Sentence | None:
    """Why the guarantees of those numbers do not cover an amount in KZT; `kept` are the company's own of them."""
    if not numbers:
        return _("Name a guarantee in the declaration, or give one at the office.")
    one = next(iter(kept), None)
    if one is None:
        return _("Guarantee %(number)s is not registered for your company.") % {"number": numbers[0]}
    if not is_in_force(one):
        return _("Guarantee %(number)s is no longer in force.") % {"number": one.number}
    if amount is not None and one.available < amount:
        return _("%(available)s of guarantee %(number)s are free, %(amount)s are needed.") % {
            "available": figures.money(one.available, "KZT"),
            "amount": figures.money(amount, "KZT"),
            "number": one.number,
        }
    return None


def _basis_of(declaration: Any) -> list[dict[str, Any]]:
    """What the amount was reckoned from when the version was filed; nothing where a list that came later tells it otherwise."""
    version = declaration.versions.get(number=declaration.version)
    filed_on = timezone.localdate(version.created_at, timezone.get_default_timezone())
    _needed, debt = cover_of(version.content, filed_on)
    is_the_same = debt is not None and debt.amount == declaration.money_amount
    return [line.as_json() for line in debt.lines] if debt and is_the_same else []


def _warn(declaration: Any, guarantee: Guarantee) -> None:
    """Tell the holder once, with the release that brings a guarantee to the share at which it is nearly used."""
    today, left = clock.today(), guarantee.available - declaration.money_amount
    before = outlook.is_nearly_used(guarantee.available, guarantee.ceiling, today)
    if not before and outlook.is_nearly_used(left, guarantee.ceiling, today):
        payload = {"guarantee": guarantee.number, "free": str(left), "of": str(guarantee.ceiling)}
        record.write(declaration, SYSTEM_ACTOR, [Happened("guarantee.nearly_used", payload, agency="customs")])


def in_force() -> QuerySet[Guarantee]:
    """Guarantees that may cover something today."""
    today = clock.today()
    return Guarantee.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), withdrawn_at__isnull=True, valid_from__lte=today
    )


def is_in_force(guarantee: Guarantee) -> bool:
    """Whether a guarantee may cover something today."""
    today = clock.today()
    ends = guarantee.valid_to is not None and guarantee.valid_to < today
    return guarantee.withdrawn_at is None and guarantee.valid_from <= today and not ends


def named_in(content: Mapping[str, Any]) -> list[str]:
    """Numbers of the guarantees a declaration names, in its order."""
    named = content.get("guarantees") or ()
    return [str(one["reference"]).strip().upper() for one in named if one.get("reference")]


def cover_those_who_wait(*, inline: bool) -> int:
    """Look again at declarations whose guarantee has enough now; returns how many were looked at."""
    with acting_as(SYSTEM):
        Wanted.objects.exclude(declaration__state="accepted").delete()
        enough = Wanted.objects.filter(guarantee__in=in_force(), guarantee__available__gte=F("amount"))
        waiting = list(enough.order_by("pk").values_list("declaration_id", flat=True)[:BATCH])
    return sum(advance(pk, wait=False) for pk in waiting)
