"""The worker's application: the arm that does what the database says is due."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_prerun, worker_init
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _keep_djangos_logging(**kwargs: Any) -> None:
    """Let Django's LOGGING rule in workers too."""
    from logging.config import dictConfig

    from django.conf import settings

    dictConfig(settings.LOGGING)


@worker_init.connect
def _refuse_a_privileged_role(**kwargs: Any) -> None:
    from portal.roles import refuse_a_privileged_role

    refuse_a_privileged_role()


@task_prerun.connect
def _drop_dead_connections(**kwargs: Any) -> None:
    """Without this the first task of each child fails after PostgreSQL restarts; an eager task keeps its caller's."""
    if not app.conf.task_always_eager:
        close_old_connections()
