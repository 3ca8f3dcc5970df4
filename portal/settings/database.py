"""One database, two doors: `default` is the application's role, `owner` makes tables (migrations, loading, tests)."""

import os
from typing import Any

from portal.settings.environment import postgres

_COMMON: dict[str, Any] = {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
}
_OPTIONS: dict[str, Any] = {"connect_timeout": 5, "application_name": os.environ.get("PORTAL_PROCESS", "portal")}

_app = postgres("DATABASE_URL")
# A node that only serves pages need not know the owner's password: it then has one door, and migrating fails there.
_owner = postgres("DATABASE_OWNER_URL") if os.environ.get("DATABASE_OWNER_URL", "").strip() else dict(_app)

DATABASES: dict[str, dict[str, Any]] = {
    "default": {**_app, **_COMMON, "OPTIONS": {**_app.get("OPTIONS", {}), **_OPTIONS}},
    "owner": {**_owner, **_COMMON, "CONN_MAX_AGE": 0, "OPTIONS": {**_owner.get("OPTIONS", {}), **_OPTIONS}},
}
DATABASE_ROUTERS = ["portal.router.TwoDoors"]

# In PostgreSQL, not in the broker: sign-in limits must survive a dead broker (docs/decisions/0002).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "TIMEOUT": 300,
        "OPTIONS": {"MAX_ENTRIES": 20_000, "CULL_FREQUENCY": 10},
    }
}
