"""A refusal by plant health, an appeal against it, and its decision, in one line each."""

from clearance.models import Appeal, SignOff
from clearance.services import appealing
from tests import acting
from tests.cast import Cast
from tests.goods import APPLES, imports


def refuse(cast: Cast, *, by: str = "plant_health_officer") -> SignOff:
    """Plant health refuses apples."""
    declaration = acting.present(cast, acting.pay(cast, acting.file(cast, imports(APPLES))))
    row = acting.row(cast, declaration, "plant_health")
    acting.decide(cast, row, by=by, verdict="refused", reason="Codling moth was found.")
    with cast.acting("system"):
        return SignOff.objects.select_related("declaration").get(pk=row.pk)


def file_appeal(cast: Cast, refusal: SignOff, *, by: str = "trader") -> Appeal:
    with cast.acting(by, scopes=acting.FILING) as actor:
        return appealing.appeal(actor, sign_off=str(refusal.uuid), grounds="The finding is of another lot.")


def decide(cast: Cast, made: Appeal, *, by: str = "plant_health_head", outcome: str = "upheld") -> Appeal:
    with cast.acting(by) as actor:
        return appealing.decide_appeal(actor, appeal=str(made.uuid), outcome=outcome, reason="The lot was mistaken.")
