"""A page of every component of the look, in light and dark, with made-up content: for those who build pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearance import words
from clearance.forms import fields

NOW = datetime(2027, 3, 27, 9, 40, tzinfo=UTC)


class SampleForm(forms.Form):
    """One control of each kind, with hints, and a fault in some of them."""

    use_required_attribute = False

    arrival = fields.ChoiceField(
        label="How will the goods arrive?",
        choices=[("30", "Road (truck)"), ("20", "Rail (wagon)"), ("50", "Postal item")],
        widget=forms.RadioSelect,
        ask="Select how the goods will arrive",
    )
    code = fields.CommodityCodeField(label="Commodity code", help_text="10 digits. Search by code or name of the goods")
    origin = fields.CountryField(label="Country of origin", ask="Select the country of origin")
    gross = fields.LocalDecimalField(label="Gross weight (kg)", ask="Enter the gross weight in kilograms")
    expected = fields.LocalDateTimeField(
        label="When do you expect the goods to arrive?", help_text="For example, 27.03.2027 14:30", required=False
    )
    description = fields.TextField(label="Description of the goods", widget=forms.Textarea(attrs={"rows": 3}))
    invoice = fields.FileField(label="Invoice", help_text="PDF, JPG or PNG, up to 20 MB", required=False)
    wood = fields.FlagField(label="The packaging is made of wood", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "arrival",
            Div("code", "origin", "gross", "expected", css_class="sw-form-grid"),
            "description",
            "invoice",
            "wood",
        )


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component twice: in light and in dark."""
    looks = [_look("light", "Light"), _look("dark", "Dark")]
    faulty = looks[0]["faulty"] if "errors" in request.GET else None
    facts = {"looks": looks, "nav": _nav(), "dense": "dense" in request.GET, "faulty": faulty, "has_errors": faulty}
    return render(request, "components/page.html", facts)


def _look(theme: str, title: str) -> dict[str, Any]:
    data = {f"{theme}-code": "12345", f"{theme}-gross": "1,240", f"{theme}-arrival": "30"}
    return {
        "theme": theme,
        "title": title,
        "form": SampleForm(prefix=theme),
        "faulty": SampleForm(data, prefix=theme, auto_id="faulty_%s"),
        "trader_states": list(words.DECLARATION[words.TRADER]),
        "signoff_states": list(words.SIGNOFF[words.TRADER]),
        "verdicts": list(words.VERDICT[words.TRADER]),
        "lanes": list(words.LANE),
        "signoffs": SIGNOFFS,
        "events": EVENTS,
        "rows": ROWS,
        "now": NOW,
    }


def _nav() -> list[dict[str, Any]]:
    return [
        {"label": "Home", "url": "#home", "current": False, "count": None},
        {"label": "Declarations", "url": "#declarations", "current": True, "count": None},
        {"label": "Messages", "url": "#messages", "current": False, "count": 1},
        {"label": "Company", "url": "#company", "current": False, "count": None},
    ]


def _in(**length: int) -> datetime:
    return NOW + timedelta(**length)


SIGNOFFS: list[dict[str, Any]] = [
    {"agency": "Customs", "what": "Documents and value · Nur Joly", "state": "claimed", "due": _in(hours=2, minutes=8)},
    {"agency": "Plant health", "what": "Phytosanitary certificate · Nur Joly", "state": "question", "due": _in(hours=5),
     "because": "Asked because item 1 is fresh apples (0808) from China."},
    {"agency": "Health", "what": "Food safety · Almaty", "state": "approved", "at": _in(hours=-1)},
    {"agency": "Veterinary", "what": "Wooden pallets · Nur Joly", "state": "waiting"},
    {"agency": "Transport", "what": "Permit of a foreign carrier", "state": "refused", "at": _in(minutes=-12)},
]  # fmt: skip

EVENTS: list[dict[str, Any]] = [
    {"at": _in(minutes=-12), "mark": "bad", "title": "Refused", "who": "Transport",
     "text": "The permit expired on 1 March 2027. Bring a permit that is in force."},
    {"at": _in(minutes=-40), "mark": "warn", "title": "Question for you", "who": "Plant health",
     "text": "The certificate number on page 1 does not match the one you declared for item 1."},
    {"at": _in(hours=-1), "mark": "good", "title": "Approved", "who": "Health", "text": "No further checks needed."},
    {"at": _in(hours=-2), "mark": "info", "title": "Truck arrived at Nur Joly", "who": "Customs", "text": ""},
    {"at": _in(hours=-9), "mark": "plain", "title": "Submitted", "who": "You", "text": "4 items, 3 papers."},
]  # fmt: skip

ROWS: list[dict[str, Any]] = [
    {"ref": "KZ27-0044175", "company": "Silk Road Foods LLP", "goods": "Fresh apples, 3 more items", "lane": "red",
     "place": "Nur Joly", "vehicle": "123 ABC 02", "icon": "truck", "due": _in(minutes=-22), "since": _in(hours=-4),
     "who": "D. Akhmetov", "mine": True, "letters": [("C", "claimed", "Customs"), ("P", "held", "Plant health")]},
    {"ref": "KZ27-0044026", "company": "Steppe Meat LLP", "goods": "Frozen beef, boneless", "lane": "yellow",
     "place": "Altynkol", "vehicle": "5214 3377", "icon": "train-freight-front", "due": _in(minutes=41),
     "since": _in(hours=-3), "who": "", "letters": [("C", "open", "Customs"), ("V", "approved", "Veterinary")]},
    {"ref": "KZ27-0044318", "company": "BI Construction JSC", "goods": "Ceramic tiles", "lane": "green",
     "place": "Nur Joly", "vehicle": "902 QAZ 13", "icon": "truck", "due": _in(hours=3, minutes=46),
     "since": _in(minutes=-14), "who": "", "letters": [("C", "question", "Customs")]},
    {"ref": "KZ27-0044201", "company": "Private person", "goods": "Postal item, food supplements", "lane": "blue",
     "place": "Almaty exchange", "vehicle": "RR 482 010 014 CN", "icon": "mailbox", "due": None, "since": None,
     "who": "A. Sadykova", "letters": [("H", "waiting", "Health"), ("S", "lapsed", "Postal service")]},
]  # fmt: skip
