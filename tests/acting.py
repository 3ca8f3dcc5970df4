"""What people do in tests, in one line each; every act goes through the services, as the person named."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from clearance import advance
from clearance.models import Declaration, SignOff
from clearance.services import arriving, deciding, filing, paying
from clearance.services.deciding import Decision
from tests.cast import Cast
from tests.goods import imports

FILING = frozenset({"read", "file", "sign"})


def file(
    cast: Cast, content: dict[str, Any] | None = None, *, by: str = "trader", company: str = "silk_road"
) -> Declaration:
    """File and route, as the trader and the worker do."""
    with cast.acting(by, scopes=FILING) as actor:
        declaration = filing.file(actor, company_id=cast.companies()[company], content=content or imports()).declaration
    advance.advance(declaration.pk)
    return fresh(cast, declaration)


def fresh(cast: Cast, declaration: Declaration) -> Declaration:
    """The declaration as it is now, whoever may see it."""
    with cast.acting("system"):
        return Declaration.objects.select_related("company", "office").get(pk=declaration.pk)


def rows(cast: Cast, declaration: Declaration, **filters: Any) -> list[SignOff]:
    """The live sign-offs as they are now."""
    with cast.acting("system"):
        return list(SignOff.objects.filter(declaration=declaration, **filters).exclude(state="lapsed").order_by("id"))


def asked(cast: Cast, declaration: Declaration) -> list[str]:
    """Requirements a person must answer."""
    return sorted(row.requirement for row in rows(cast, declaration) if row.decided_kind != "system")


def row(cast: Cast, declaration: Declaration, agency: str) -> SignOff:
    """The one undecided sign-off of an agency."""
    found = [one for one in rows(cast, declaration, agency=agency) if one.is_undecided]
    assert len(found) == 1, found
    return found[0]


def present(cast: Cast, declaration: Declaration, *, by: str = "customs_officer", **more: Any) -> Declaration:
    with cast.acting(by) as actor:
        arriving.present(actor, reference=declaration.reference, **more)
    return fresh(cast, declaration)


def pay(cast: Cast, declaration: Declaration, *, kind: str = "paid", by: str = "cashier") -> Declaration:
    amount = fresh(cast, declaration).money_amount or Decimal("100.00")
    with cast.acting(by) as actor:
        paying.pay(
            actor, reference=declaration.reference, amount=amount, currency="KZT",
            payment_reference=f"P-{declaration.pk}", kind=kind,
        )  # fmt: skip
    return fresh(cast, declaration)


def finding(place: str = "Shed 4", items: tuple[int, ...] = (1,)) -> dict[str, Any]:
    return {
        "place": place,
        "at": timezone.now().isoformat(),
        "items": {str(number): "conform" for number in items},
        "seals": [],
    }


def decide(cast: Cast, sign_off: SignOff, verdict: str = "approved", *, by: str | None = None, **more: Any) -> SignOff:
    """Decide with what the control and the agency's own form ask for."""
    more.setdefault(
        "finding", finding(items=tuple(sign_off.items)) if sign_off.control in ("physical", "laboratory") else None
    )
    more.setdefault("form", answers(sign_off))
    if verdict in ("refused", "not_competent"):
        more.setdefault("reason", "Not as declared")
    with cast.acting(by or f"{sign_off.agency}_officer") as actor:
        return deciding.decide(actor, sign_off=str(sign_off.uuid), decision=Decision(verdict, **more))


def answers(sign_off: SignOff) -> dict[str, Any]:
    """Plausible answers to the agency's own required fields."""
    from clearance import registry

    form = registry.form_of(sign_off.agency, sign_off.requirement) if sign_off.agency in registry.agencies() else None
    found: dict[str, Any] = {}
    for field in form.fields if form else ():
        if field.required:
            found[field.name] = {
                "flag": True,
                "number": "1",
                "date": "2026-11-20",
                "choice": field.choices[0][0] if field.choices else "",
            }.get(field.kind, "as seen")
    return found


def a_second_row(row: SignOff) -> SignOff:
    """Another requirement of the same agency on the same declaration, as a second rule would ask for it."""
    SignOff.objects.filter(pk=row.pk).update(risk=row.risk)
    copy = SignOff.objects.get(pk=row.pk)
    copy.pk, copy.uuid, copy.requirement = None, SignOff._meta.get_field("uuid").get_default(), "plant_health.second"
    copy.control, copy.escalate_to = "documentary", ""
    copy.save(force_insert=True)
    return copy
