"""The task that sends: PostgreSQL knows what is due, the broker only says that it is time."""

from celery import shared_task

from portal.notices import mails
from portal.notices.webhooks import sending


@shared_task
def send_notices() -> None:
    """Send e-mail and webhooks that are due; several of these at once share the work."""
    mails.send_due()
    sending.send_due()


def ask_for_sending() -> None:
    """Wake a worker to send; whatever is lost on the way is asked for again by the next sweep."""
    send_notices.apply_async(retry=False, ignore_result=True, expires=30)
