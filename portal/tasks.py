"""The site's own task: deleting what is past its days."""

from celery import shared_task

from portal import pruning


@shared_task
def prune() -> None:
    """Delete some of what is past its days; what a run does not reach the next one does."""
    pruning.prune()
