"""The workflow's own settings: how filings are signed, what lane draws are keyed with, where the routing desk sits."""

import hashlib
import hmac

from portal.settings.environment import text
from portal.settings.security import SECRET_KEY

SIGNING = text("SIGNING", "clearance.signing.DemoSignature")
# A key of its own, so that a new SECRET_KEY does not draw anew for declarations that are under way.
DRAW_KEY = text("DRAW_KEY", hmac.new(SECRET_KEY.encode(), b"lane draw", hashlib.sha256).hexdigest())
ROUTING_DESK_OFFICE = text("ROUTING_DESK_OFFICE", "KZ-ASTANA-LC")
