"""Customs' own calls of the API."""

from agencies.customs.ncts.calls import router

__all__ = ["router"]
