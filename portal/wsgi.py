"""Pages and API, served by threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from portal.roles import refuse_a_privileged_role  # noqa: E402  (needs Django set up)

refuse_a_privileged_role()
