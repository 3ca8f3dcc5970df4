"""What is due on notices at every sweep: read the records, remind, send."""

from __future__ import annotations

from portal.notices import mails, reading, reminders, tasks
from portal.notices.webhooks import sending


def do_what_is_due(*, inline: bool) -> int:
    """Tell what is new, then send: here when asked to, else in a task of its own, because receivers may be slow."""
    told = reading.read_all() + reminders.remind()
    if inline:
        tasks.send_notices()
    elif mails.are_due() or sending.is_due():
        tasks.ask_for_sending()
    return told
