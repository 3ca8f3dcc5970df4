"""What plant health's administrators find in the demo: a draft to sign, deadlines, a reason that lacks a language."""

from __future__ import annotations

from datetime import datetime

from agencies.models import DeadlineProfile, OfficeContact
from clearance.acting import Who, acting_as
from clearance.models import Rule
from clearance.reasons.models import ListedReason, Use
from clearance.services import drafting, publishing
from portal.accounts.models import User

AGENCY = "plant_health"
PROFILES = (
    (
        "perishable",
        4,
        "working_hour",
        "presented",
        "Perishable goods",
        "Скоропортящиеся товары",
        "Тез бұзылатын тауарлар",
    ),
    ("laboratory", 2, "working_day", "papers", "Laboratory study", "Лабораторное исследование", "Зертханалық зерттеу"),
)


def make(*, now: datetime) -> None:
    """Fill the pages of administration with what a newcomer can try at once."""
    first, second = (User.objects.get(username=f"{AGENCY}.admin{number}") for number in (1, 2))
    for code, value, unit, start, en, ru, kk in PROFILES:
        DeadlineProfile.objects.create(
            agency=AGENCY, code=code, value=value, unit=unit, clock_start=start, name_en=en, name_ru=ru, name_kk=kk
        )
    ListedReason.objects.create(
        agency=AGENCY,
        use=Use.REFUSAL,
        code="live_insects",
        title_en="Live insects were found",
        title_ru="Обнаружены живые насекомые",
        changed_at=now,
        changed_by=first,
    )
    OfficeContact.objects.create(
        agency=AGENCY,
        office_id="KZ-NURJOLY",
        phone="+7 727 000 00 00",
        where_en="Hall 2, window 5",
        where_ru="Зал 2, окно 5",
        where_kk="2-зал, 5-терезе",
    )
    with acting_as(Who(second.pk)) as actor:
        book = drafting.begin(
            actor,
            agency=AGENCY,
            source=publishing.book_in_force(AGENCY, now),
            note="Apples by road: a separate rule with a shorter time",
        )
        wide = Rule.objects.get(rulebook=book, rule_id="PHY-002").row
        row = {
            **wide,
            "rule_id": "PHY-020",
            "title_en": "Fresh apples by road",
            "title_ru": "Свежие яблоки автомобильным транспортом",
            "title_kk": "Автомобильмен келетін жаңа піскен алма",
            "hs_include": "080810",
            "mode": "road",
            "sla_value": "2",
        }
        drafting.put_rule(actor, rulebook_id=book.pk, row=row)
        drafting.offer(actor, rulebook_id=book.pk)
