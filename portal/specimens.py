"""The made-up facts of the page of components: one truck of apples, seen by everybody who looks at it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearance import sentences, words
from clearance.forms import choices, fields
from portal.public.models import Announcement, AnnouncementKind

NOW = datetime(2027, 3, 27, 9, 40, tzinfo=UTC)
AGENCIES = ("customs", "plant_health", "health", "veterinary", "transport")
COMPANY, COLLEAGUE = "Silk Road Foods LLP", "D. Akhmetov"
ARRIVALS = (("30", gettext_lazy("road")), ("20", gettext_lazy("rail")), ("50", gettext_lazy("mail")))
TASKS = ("completed", "in_progress", "problem", "cannot_start")
Facts = dict[str, Any]


class Fault(NamedTuple):
    """One thing that is wrong, with the place it has in a file."""

    message: Any
    field_id: str = ""
    hint: str = ""
    line: int = 0
    path: str = ""


class SampleForm(forms.Form):
    """One control of each kind, with hints, and a fault in some of them."""

    use_required_attribute = False

    arrival = fields.ChoiceField(
        label=gettext_lazy("Transport"),
        choices=ARRIVALS,
        widget=forms.RadioSelect,
        ask=gettext_lazy("Select how the goods travel"),
    )
    code = fields.CommodityCodeField(
        label=gettext_lazy("Commodity code"), help_text=gettext_lazy("10 digits; or type words of the goods and choose")
    )
    origin = fields.CountryField(
        label=gettext_lazy("Country of origin"), ask=gettext_lazy("Select the country of origin")
    )
    gross = fields.LocalDecimalField(
        label=gettext_lazy("Gross weight (kg)"), ask=gettext_lazy("Enter the gross weight in kilograms")
    )
    expected = fields.LocalDateTimeField(
        label=gettext_lazy("When do you expect the goods to arrive?"), help_text="27.03.2027 14:30", required=False
    )
    description = fields.TextField(
        label=gettext_lazy("Description of the goods"),
        help_text=gettext_lazy("What it is, what it is made of, and what for"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    invoice = fields.FileField(
        label=gettext_lazy("Invoice"),
        help_text=gettext_lazy("WCO Data Model XML, or our JSON; up to 10 MB"),
        required=False,
    )
    wood = fields.FlagField(label=gettext_lazy("The goods are packed in wood"), required=False)

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


class SampleFilter(forms.Form):
    """Two fields of a filter above a list; the second is filled in wrongly."""

    words = fields.TextField(
        label=gettext_lazy("Reference, goods or vehicle"),
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    gross = fields.LocalDecimalField(
        label=gettext_lazy("Gross weight (kg)"), widget=forms.TextInput(attrs={"class": "form-control is-invalid"})
    )


def look(theme: str, title: Any) -> Facts:
    """Everything one column of the page shows; `theme` keeps ids apart."""
    return {"theme": theme, "title": title, **moments(), **said(theme), **case(), **tables(), **controls(theme)}


def moments() -> Facts:
    """Now, and the times clocks count to."""
    return {"now": NOW, "due": _in(hours=2), "soon": _in(minutes=41), "past": _in(minutes=-22), "since": _in(hours=-3)}


def said(theme: str) -> Facts:
    """Sentences of the portal: one of each level."""
    return {
        "messages": [
            Message(constants.SUCCESS, _("Your settings are saved.")),
            Message(constants.INFO, _("You need do nothing.")),
            Message(constants.WARNING, _("Type your password to sign. Nothing was filed and nothing is lost.")),
            Message(constants.ERROR, _("A hold is open. It must be lifted before release.")),
        ],
        "announced": [_announcement(kind) for kind in AnnouncementKind],
        "faults": [
            Fault(_("Enter the gross weight in kilograms"), f"faulty_{theme}-gross", line=14, path="/goods/0/gross"),
            Fault(_("Select the country of origin"), f"faulty_{theme}-origin", hint=_("item"), path="/goods/0/origin"),
        ],
    }


def case() -> Facts:
    """One case: words of states, sign-offs, what has happened, papers, tasks."""
    return {
        "company": COMPANY,
        "colleague": COLLEAGUE,
        "agency": sentences.agency_name("plant_health"),
        "agencies": AGENCIES,
        "goods": _("Ceramic floor tiles, glazed, 60 x 60 cm"),
        "because": _("Answer a question if one comes. It stops only that agency's clock."),
        "law": "TR CU 021/2011",
        "trader_states": list(words.DECLARATION[words.TRADER]),
        "signoff_states": list(words.SIGNOFF[words.TRADER]),
        "verdicts": list(words.VERDICT[words.TRADER]),
        "lanes": list(words.LANE),
        "steps": _steps("done", "done", "now", ""),
        "stopped_steps": _steps("done", "stopped", "", ""),
        "signoffs": _signoffs(),
        "events": _events(),
        "needed": _needed(),
        "tasks": list(zip((_("Parties"), _("Transport"), _("Goods"), _("Check and sign")), TASKS, strict=True)),
    }


def tables() -> Facts:
    """Rows of a queue, roles of people, pages of a long list."""
    return {
        "letters": [(sentences.agency_letter(code), code) for code in AGENCIES],
        "rows": [
            {"ref": "KZ27-0044175", "lane": "red", "due": _in(minutes=-22), "who": COLLEAGUE, "mine": True,
             "letters": _letters(customs="claimed", plant_health="held"), **_shipment()},
            {"ref": "KZ27-0044026", "lane": "yellow", "due": _in(minutes=41), "chosen": True,
             "letters": _letters(customs="open", veterinary="approved"), **_shipment()},
            {"ref": "KZ27-0044318", "lane": "green", "due": _in(hours=3),
             "letters": _letters(customs="question", health="refused"), **_shipment()},
            {"ref": "KZ27-0044201", "lane": "blue", "due": None,
             "letters": _letters(health="waiting", transport="lapsed"), **_shipment()},
        ],
        "roles": [
            ("A. Sadykova", "officer", _("Officer")),
            (COLLEAGUE, "head", _("Head of office")),
            ("B. Omarov", "admin", _("Administrator")),
        ],
        "pages": Paginator(range(200), 20).page(4),
    }  # fmt: skip


def controls(theme: str) -> Facts:
    """Forms as they come and with faults; every icon; a picture."""
    data = {f"{theme}-code": "12345", f"{theme}-gross": "1,240", f"{theme}-arrival": "30"}
    return {
        "form": SampleForm(prefix=theme),
        "faulty": SampleForm(data, prefix=theme, auto_id="faulty_%s"),
        "filter": SampleFilter({f"{theme}-filter-gross": "1,240"}, prefix=f"{theme}-filter"),
        "modes": [_("road"), _("rail"), _("air"), _("sea")],
        "icons": _icons(),
        "photo": static("portal-mark.svg"),
    }


def _in(**length: int) -> datetime:
    return NOW + timedelta(**length)


def _announcement(kind: AnnouncementKind) -> Announcement:
    sentence = {f"text_{language}": _("You need do nothing.") for language in ("en", "ru", "kk")}
    return Announcement(kind=kind, begins_at=_in(days=1), ends_at=_in(days=1, hours=1), **sentence)


def _steps(*states: str) -> list[Facts]:
    titles = (_("Submitted"), _("Paid"), _("Agency checks"), _("Released"))
    return [
        {"title": title, "state": state, "at": NOW if state == "done" else None, "note": "" if state else _("not yet")}
        for title, state in zip(titles, states, strict=True)
    ]


def _signoffs() -> list[Facts]:
    return [
        {"agency": "customs", "what": _("Check of papers"), "state": "claimed", "at": _in(hours=2)},
        {"agency": "customs", "what": _("inspection of the goods"), "state": "waiting", "at": _in(hours=3), "same": True},
        {"agency": "plant_health", "what": _("Check of papers"), "state": "question", "at": _in(hours=5),
         "because": _("Because of item %(items)s: %(facts)s.") % {"items": 1, "facts": "0808 10"}},
        {"agency": "health", "what": _("Check of papers"), "state": "approved", "at": _in(hours=-1)},
        {"agency": "transport", "what": _("inspection of the goods"), "state": "refused", "at": _in(minutes=-12)},
    ]  # fmt: skip


def _events() -> list[Facts]:
    return [
        {"at": _in(minutes=-12), "mark": "bad", "title": _("Refused"), "who": "transport", "text": ""},
        {"at": _in(minutes=-40), "mark": "warn", "title": _("Question"), "who": "plant_health",
         "text": _("You need to do something")},
        {"at": _in(hours=-1), "mark": "good", "title": _("Approved"), "who": "health", "text": ""},
        {"at": _in(hours=-2), "mark": "info", "title": _("Arrived"), "who": "customs", "text": ""},
        {"at": _in(hours=-9), "mark": "plain", "title": _("Submitted"), "who": "customs", "text": ""},
    ]  # fmt: skip


def _needed() -> list[Facts]:
    states = (
        (choices.paper_name("invoice"), "good", "check-lg", _("confirmed")),
        (choices.paper_name("cmr"), "warn", "question-lg", _("not given")),
    )
    return [
        {"name": name, "tone": tone, "icon": icon, "word": word, "agencies": sentences.agency_name("customs")}
        for name, tone, icon, word in states
    ]


def _letters(**states: str) -> list[tuple[str, str, str]]:
    return [(sentences.agency_letter(code), code, state) for code, state in states.items()]


def _shipment() -> Facts:
    return {"company": COMPANY, "goods": _("Ceramic floor tiles, glazed, 60 x 60 cm")}


def _icons() -> Iterable[str]:
    folder = Path(settings.BASE_DIR) / "static" / "vendor" / "icons"
    return sorted(path.stem for path in folder.glob("*.svg"))
