"""The moments of the demo, counted back from now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from clearance.calendars import calendar_of

ALMATY = ZoneInfo("Asia/Almaty")
INLAND = "KZ-ALMATY-CENTRE"
"""The office whose working days the history keeps to, so that nobody decides on a holiday."""


@dataclass
class Times:
    """The moments of the demo, counted back from now."""

    now: datetime

    def day(self, back: int, hour: int, minute: int = 0) -> datetime:
        """That hour of the working day so many working days ago, Almaty time."""
        calendar, day = calendar_of(INLAND), self.now.astimezone(ALMATY).date()
        while back:
            day -= timedelta(days=1)
            back -= calendar.is_working_day(day)
        return datetime.combine(day, time(hour, minute), ALMATY)

    def ago(self, **parts: float) -> datetime:
        """So long ago."""
        return self.now - timedelta(**parts)
