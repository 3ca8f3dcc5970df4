"""How gunicorn serves pages and API: a few processes of threads (`gunicorn -c python:portal.serving portal.wsgi`)."""

import os

from gunicorn.arbiter import Arbiter

bind = os.environ.get("WEB_ADDRESS", "127.0.0.1:8001")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
graceful_timeout = 5
timeout = 60
keepalive = 5
# A header of ours at most: the front and the balancer add a few.
limit_request_line = 8190
control_socket_disable = True
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")


def on_starting(server: Arbiter) -> None:
    """Refuse to start with a database role that walks past the walls."""
    import django

    django.setup()
    from portal.roles import refuse_a_privileged_role

    refuse_a_privileged_role()
