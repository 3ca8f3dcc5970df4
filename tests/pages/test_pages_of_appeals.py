"""The pages of an appeal: from the refusal to the answer."""

from collections.abc import Callable

import pytest
from django.test import Client

from clearance.models import Appeal, SignOff
from tests.appeals import file_appeal, refuse
from tests.cast import Cast

Sign = Callable[[str], Client]


@pytest.fixture
def refusal(cast: Cast) -> SignOff:
    return refuse(cast)


def test_the_pages_lead_from_the_refusal_to_the_answer(signed: Sign, cast: Cast, refusal: SignOff) -> None:
    case = f"/cases/{refusal.declaration.reference}/"
    trader, head = signed("trader"), signed("plant_health_head")
    assert "Appeal against this refusal" in trader.get(case).text
    appeal_page = f"{case}appeals/{refusal.uuid}/"
    assert "Codling moth was found." in trader.get(appeal_page).text
    assert trader.post(appeal_page, {"grounds": ""}).status_code == 422
    assert trader.post(appeal_page, {"grounds": "Another lot."}).status_code == 302
    with cast.acting("system"):
        made = Appeal.objects.get(sign_off=refusal)
    assert refusal.declaration.reference in head.get("/desk/appeals/").text
    judge = f"/desk/appeals/{made.uuid}/"
    assert "Another lot." in head.get(judge).text
    assert head.post(judge, {"outcome": "", "reason": ""}).status_code == 422
    assert head.post(judge, {"outcome": "partly", "reason": "One carton only."}).status_code == 302
    answered = trader.get(case).text
    assert "The appeal is right in part" in answered
    assert "One carton only." in answered
    assert "Appeal against this refusal" not in answered


def test_strangers_find_no_page_of_the_appeal(signed: Sign, cast: Cast, refusal: SignOff) -> None:
    made = file_appeal(cast, refusal)
    stranger = signed("stranger")
    assert stranger.get(f"/cases/{refusal.declaration.reference}/appeals/{refusal.uuid}/").status_code == 404
    assert stranger.get(f"/cases/{refusal.declaration.reference}/appeals/{made.uuid}/withdraw/").status_code == 404
    assert signed("veterinary_head").get(f"/desk/appeals/{made.uuid}/").status_code == 404
    assert signed("plant_health_officer").get(f"/desk/appeals/{made.uuid}/").status_code == 403
