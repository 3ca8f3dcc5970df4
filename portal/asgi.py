"""Live updates (`/live/...`), served by a small event loop of their own."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_asgi_application()

from portal.roles import refuse_a_privileged_role  # noqa: E402  (needs Django set up)

refuse_a_privileged_role()
