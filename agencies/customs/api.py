"""Customs' own calls of the API."""

from ninja import Router

from agencies.customs.ncts import calls as messages
from agencies.customs.trains import calls as trains

__all__ = ["router"]

router = Router()
router.add_router("", messages.router)
router.add_router("", trains.router)
