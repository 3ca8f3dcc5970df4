"""The task that tells the neighbours; PostgreSQL knows what is due."""

from celery import shared_task

from portal.neighbours import outgoing


@shared_task
def tell_neighbours() -> None:
    """Send the notices that are due; several of these at once do no harm."""
    outgoing.send_due()


def ask_for_telling() -> None:
    """Wake a worker to send; what is lost on the way is asked for again by the next sweep."""
    tell_neighbours.apply_async(retry=False, ignore_result=True, expires=30)
