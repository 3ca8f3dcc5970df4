"""Lists of reasons: what every agency has, as each agency has changed it, in the language of who reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from clearance import clock
from clearance.forms.deciding import RefuseForm
from clearance.reasons.lists import Use, missing_languages, reasons_for
from clearance.reasons.models import ListedReason
from tests.acting import file, row
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = pytest.mark.django_db


def listed(cast: Cast, **more: Any) -> ListedReason:
    given: dict[str, Any] = {
        "agency": "plant_health",
        "use": Use.REFUSAL,
        "code": "live_insects",
        "title_en": "Live insects",
        "changed_at": clock.now(),
        "changed_by": cast.user("plant_health_admin"),
    }
    return ListedReason.objects.create(**given | more)


def titles(agency: str = "plant_health", use: str = Use.REFUSAL, requirement: str = "") -> dict[str, str]:
    return {one.code: one.title for one in reasons_for(agency, use, requirement)}


@pytest.mark.parametrize("use", Use.values)
def test_every_agency_has_reasons_for_everything_from_the_first_day_on(cast: Cast, use: str) -> None:
    for language in ("en", "ru", "kk"):
        with translation.override(language):
            assert all(titles(agency, use) and all(titles(agency, use).values()) for agency in ("customs", "health"))


def test_an_agency_adds_rewords_and_takes_out_and_no_other_agency_notices(cast: Cast) -> None:
    before = titles("veterinary")
    listed(cast)
    listed(cast, code="paper_missing", title_en="The certificate is missing")
    listed(cast, code="prohibited", is_offered=False)
    mine = titles()
    assert mine["live_insects"] == "Live insects"
    assert mine["paper_missing"] == "The certificate is missing"
    assert "prohibited" not in mine
    assert titles("veterinary") == before


def test_a_missing_translation_is_marked_and_never_an_empty_line(cast: Cast) -> None:
    one = listed(cast, title_ru="Живые насекомые", text_en="We found live insects.")
    assert missing_languages(one) == ["ru", "kk"]
    with translation.override("kk"):
        assert titles()["live_insects"] == "Live insects"
    found = next(one for one in reasons_for("plant_health", Use.REFUSAL) if one.code == "live_insects")
    assert found.said_in("ru") == ("Живые насекомые", "ru")
    assert found.said_in("kk") == ("We found live insects.", "en")


def test_the_decision_offers_the_agencys_own_reason(cast: Cast) -> None:
    listed(cast)
    sign_off = row(cast, file(cast, imports(APPLES)), "plant_health")
    offered = reasons_for("plant_health", Use.REFUSAL, sign_off.requirement)
    form = RefuseForm(row=sign_off, listed=offered)
    assert ("live_insects", "Live insects") in form.fields["listed"].choices  # type: ignore[attr-defined]


@pytest.mark.parametrize("wrong", [{"use": "lunch"}, {"title_en": ""}])
def test_the_database_refuses_a_reason_for_nothing_or_without_words(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        listed(cast, **wrong)
