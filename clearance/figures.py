"""How moments, durations, numbers, masses and money are written for a reader, in the reader's language."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

NBSP = "\u00a0"  # groups digits and joins units without parting a number at a line's end
MINUS = "\u2212"

MOMENT_FORMATS = {
    "long": "DATETIME_FORMAT",
    "short": "SHORT_DATETIME_FORMAT",
    "date": "DATE_FORMAT",
    "short_date": "SHORT_DATE_FORMAT",
    "time": "TIME_FORMAT",
}


def number(value: Decimal | int | str | None, *, places: int | None = None) -> str:
    """Digits in thin groups of three with the language's decimal mark; trailing zeros dropped without `places`."""
    if value is None or value == "":
        return ""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)  # a draft holds what was typed; it is shown as it is until it is put right
    if not exact.is_finite():
        return str(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places))
    text = format(exact, "f")
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    sign, text = (MINUS, text[1:]) if text.startswith("-") else ("", text)
    whole, _point, fraction = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", NBSP)
    return sign + grouped + (decimal_mark() + fraction if fraction else "")


def decimal_mark() -> str:
    """The mark before a fraction in the reader's language."""
    return str(get_format("DECIMAL_SEPARATOR"))


def mass(value: Decimal | str | None) -> str:
    """A mass in kilograms: `18 420 kg`."""
    return _("%(number)s kg") % {"number": number(value)} if value not in (None, "") else ""


def money(value: Decimal | str | None, currency: str = "KZT") -> str:
    """An amount and its currency: `1 284 300 KZT`; two decimals only where there is a fraction."""
    if value in (None, ""):
        return ""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return f"{value} {currency}"
    if not exact.is_finite():
        return f"{value} {currency}"
    places = 0 if exact == exact.to_integral_value() else 2
    return f"{number(exact, places=places)}{NBSP}{currency}"


def moment(value: datetime | date, style: str = "long", *, zone: str = "", with_zone: bool = False) -> str:
    """An absolute moment; the zone is named where a reader could mistake it, or always `with_zone` (documents).

    Without `zone` it is written in the reader's zone and compared with the service's; with `zone` (a post's) it is
    written there and compared with the reader's.
    """
    if not isinstance(value, datetime):
        return date_format(value, MOMENT_FORMATS["short_date" if style.startswith("short") else "date"])
    reader, service = timezone.get_current_timezone(), timezone.get_default_timezone()
    shown = timezone.localtime(value, ZoneInfo(zone) if zone else reader)
    expected = timezone.localtime(value, reader if zone else service)
    text = date_format(shown, MOMENT_FORMATS[style])
    if with_zone or shown.utcoffset() != expected.utcoffset():
        return f"{text} ({zone_name(shown)})"
    return text


def zone_name(value: datetime) -> str:
    """The zone of a moment as people say it: `UTC+5`, `UTC+5:30`, `UTC`."""
    offset = value.utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else MINUS
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def duration(value: timedelta | int | float | None) -> str:
    """A length of time (seconds if a number) in its two largest units: `3 d 4 h`, `1 h 35 min`, `22 min`."""
    if value is None:
        return ""
    seconds = int(value.total_seconds() if isinstance(value, timedelta) else value)
    minutes = abs(seconds) // 60
    parts = {"days": minutes // 1440, "hours": minutes % 1440 // 60, "minutes": minutes % 60}
    if parts["days"]:
        return (_("%(days)s d %(hours)s h") if parts["hours"] else _("%(days)s d")) % parts
    if parts["hours"]:
        return (_("%(hours)s h %(minutes)s min") if parts["minutes"] else _("%(hours)s h")) % parts
    return _("%(minutes)s min") % parts if minutes else _("less than a minute")


def iso(value: datetime | date) -> str:
    """The machine's form of a moment, for `<time datetime>`; moments in UTC."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value.isoformat()
