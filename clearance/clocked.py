"""What a clock on a page says: words, urgency, and how much of the time is used up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from clearance import figures, words
from clearance.clock import now as this_moment

RUNNING, STOPPED, WAITING, DONE = "running", "stopped", "waiting", "done"
SOON = timedelta(hours=1)
SOON_PERCENT = 80  # the second warning of the deadline profiles
ICONS = {"over": "exclamation-octagon-fill", "soon": "hourglass-split", "stopped": "pause-fill"}


@dataclass(frozen=True)
class Reading:
    """A clock as shown; `percent` (0 to 100) is None without a bar; `level` is ok, soon, over, stopped or none."""

    words: str
    level: str
    percent: int | None
    due: datetime | None

    @property
    def icon(self) -> str:
        """The shape that goes with the level, "" for an ordinary one."""
        return ICONS.get(self.level, "")


def reading(
    due: datetime | None,
    state: str = RUNNING,
    *,
    since: datetime | None = None,
    now: datetime | None = None,
    audience: str = words.TRADER,
) -> Reading:
    """What the clock of a sign-off says at `now` (the workflow's clock by default)."""
    now = now or this_moment()
    if state == STOPPED:
        for_you = _("clock stopped — waiting for you")
        said = for_you if audience == words.TRADER else _("clock stopped — waiting for the trader")
        return Reading(said, "stopped", _used(since, due, now), due)
    if state == WAITING:
        return Reading(_("clock not started"), "none", None, None)
    if state == DONE or due is None:
        return Reading(_("no deadline") if due is None else "", "none", None, due)
    left = due - now
    if left < timedelta():
        return Reading(_("%(time)s over") % {"time": figures.duration(left)}, "over", 100, due)
    used = _used(since, due, now)
    soon = left <= SOON or (used is not None and used >= SOON_PERCENT)
    return Reading(_("%(time)s left") % {"time": figures.duration(left)}, "soon" if soon else "ok", used, due)


def _used(since: datetime | None, due: datetime | None, now: datetime) -> int | None:
    """How many percent of the time between start and deadline have passed."""
    if since is None or due is None or due <= since:
        return None
    return max(0, min(100, round(100 * ((now - since) / (due - since)))))
