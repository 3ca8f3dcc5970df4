"""When to try again: longer each time, with chance in it, so that a receiver that comes back is not overrun."""

from __future__ import annotations

import random
from datetime import timedelta

FIRST = timedelta(seconds=10)
FACTOR = 4
LONGEST = timedelta(hours=12)
ATTEMPTS = 9  # 10 s, 40 s, 3 min, 11 min, 43 min, 3 h, 11 h, 12 h: more than a day in all
LEASE = timedelta(minutes=3)
"""What is being sent is nobody else's for this long; when the sender dies, it is sent again."""


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failures; None when it is time to give up."""
    if attempts >= ATTEMPTS:
        return None
    pause = min(FIRST * float(FACTOR ** (attempts - 1)), LONGEST)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311  chance against crowds, not against people
