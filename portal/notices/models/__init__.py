"""The tables of notices: where the reading of the record has come to, what each person is told, webhooks."""

from portal.notices.models.notices import Choice, Notice
from portal.notices.models.streams import Seen, Stream
from portal.notices.models.webhooks import Attempt, Delivery, Webhook

__all__ = ["Attempt", "Choice", "Delivery", "Notice", "Seen", "Stream", "Webhook"]
