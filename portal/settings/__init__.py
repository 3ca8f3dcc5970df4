"""All settings, by subject; what differs between places comes from the environment (portal/settings/environment.py)."""

from portal.settings.applications import *  # noqa: F403
from portal.settings.database import *  # noqa: F403
from portal.settings.keeping import *  # noqa: F403
from portal.settings.language import *  # noqa: F403
from portal.settings.limits import *  # noqa: F403
from portal.settings.logs import *  # noqa: F403
from portal.settings.notices import *  # noqa: F403
from portal.settings.security import *  # noqa: F403
from portal.settings.trade import *  # noqa: F403
from portal.settings.work import *  # noqa: F403
