"""The site: settings, addresses, the worker's application, and the servers it brings along."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
