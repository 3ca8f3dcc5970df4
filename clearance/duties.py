"""Duties that other applications hang on the sweeper: each is called at every sweep, and none can stop the sweep."""

from __future__ import annotations

import logging
from typing import Protocol

log = logging.getLogger(__name__)


class Duty(Protocol):
    """Does what is due and says how much it was; `inline` asks to do here what else a task of its own would do."""

    def __call__(self, *, inline: bool) -> int: ...


_DUTIES: dict[str, Duty] = {}


def register(name: str, duty: Duty) -> None:
    """Add a duty; an application does it once, when it is ready."""
    _DUTIES[name] = duty


def do_all(*, inline: bool = False) -> dict[str, int]:
    """Call every duty; one that fails is logged, and the others go on."""
    done = {}
    for name, duty in _DUTIES.items():
        try:
            done[name] = duty(inline=inline)
        except Exception:
            log.exception("a duty of the sweeper failed", extra={"duty": name})
            done[name] = 0
    return done
