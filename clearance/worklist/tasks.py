"""Celery's arm for decisions whose time to be taken back is over; the truth is the table."""

from celery import shared_task

from clearance.worklist import undoing


@shared_task
def carry_out() -> None:
    """Carry out what is due; several at once share the work, a missed run is made good by the next."""
    undoing.carry_out_due()
