"""What visitors of the demo have asked, and what was once announced to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import translation

from clearance import clock
from clearance.acting import NOBODY, Who, acting_as
from portal.accounts.models import User
from portal.public import announcing, enquiries

ASKED = (
    (50, "ru", "Ержан", "+7 701 000 00 00", "case", "Код для водителя не открывается: где взять новый?"),
    (20, "kk", "Айнұр", "ainur@example.kz", "parcel", "Сәлемдемем кедендік бекетте қанша уақыт тұрады?"),
    (3, "en", "Wei Lin", "wei.lin@example.kz", "tariff", "Which papers do I need for cotton yarn from Uzbekistan?"),
)
DONE: dict[str, Any] = {
    "text_en": "Payments at the cashier were recorded late for an hour. Nothing was lost.",
    "text_ru": "Платежи в кассе час отмечались с опозданием. Ничего не пропало.",
    "text_kk": "Кассадағы төлемдер бір сағат кешігіп тіркелді. Ештеңе жоғалған жоқ.",
}


def visit(*, now: datetime) -> None:
    """Ask three questions, one of which is answered; announce something that is over."""
    for hours, language, name, contact, topic, text in ASKED:
        with clock.at(now - timedelta(hours=hours)), translation.override(language), acting_as(NOBODY):
            enquiries.ask(name=name, contact=contact, topic=topic, text=text)
    people = dict(User.objects.values_list("username", "pk"))
    with clock.at(now - timedelta(hours=45)), acting_as(Who(people["routing.desk"])) as clerk:
        enquiries.mark_answered(clerk, enquiry=enquiries.waiting(clerk)[0].pk)
    with acting_as(Who(people["customs.admin1"])) as admin:
        with clock.at(now - timedelta(days=4)):
            said = announcing.announce(admin, kind="outage", **DONE)
        with clock.at(now - timedelta(days=4) + timedelta(hours=1)):
            announcing.end(admin, announcement=said.pk)
