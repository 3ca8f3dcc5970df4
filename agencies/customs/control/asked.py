"""What the address of the control centre asks for, and the same as an address again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.http import urlencode

MODES = ("road", "rail")


@dataclass(frozen=True)
class Asked:
    """The filters; `lane` is a corridor from office to office: `road.KZ-NURJOLY.KZ-ASTANA-LC`."""

    mode: str = ""
    lane: str = ""
    destination: str = ""
    alarm: bool = False
    silent: bool = False
    words: str = ""
    page: int = 1
    wall: bool = False

    @property
    def is_filtered(self) -> bool:
        return bool(self.mode or self.lane or self.destination or self.alarm or self.silent or self.words)

    @property
    def ends(self) -> tuple[str, str, str] | None:
        """Mode, departure and destination of the corridor asked for."""
        parts = self.lane.split(".")
        return (parts[0], parts[1], parts[2]) if len(parts) == 3 and parts[0] in MODES else None

    def address(self, **changed: object) -> str:
        """The filters with some of them changed, as the query of an address; another filter begins at the first page."""
        one = replace(self, **({"page": 1} | changed))  # type: ignore[arg-type]
        said = {
            "mode": one.mode,
            "lane": one.lane,
            "destination": one.destination,
            "alarm": "1" if one.alarm else "",
            "silent": "1" if one.silent else "",
            "q": one.words,
            "page": str(one.page) if one.page > 1 else "",
            "wall": "1" if one.wall else "",
        }
        return "?" + urlencode({name: value for name, value in said.items() if value})


def asked_of(given: Mapping[str, str]) -> Asked:
    """What the address asks for; what it names wrongly is left out."""
    mode, page = given.get("mode", ""), given.get("page", "")
    asked = Asked(
        mode=mode if mode in MODES else "",
        lane=given.get("lane", "")[:60],
        destination=given.get("destination", "").strip()[:30],
        alarm=given.get("alarm", "") == "1",
        silent=given.get("silent", "") == "1",
        words=given.get("q", "").strip()[:60],
        page=int(page) if page.isascii() and page.isdigit() and 0 < int(page[:6]) < 100_000 else 1,
        wall=given.get("wall", "") == "1",
    )
    return asked if asked.ends else replace(asked, lane="")
