"""What an installation of the window decides about its trade: signature, draw, routing desk, help line."""

import hashlib
import hmac

from portal.settings.environment import text
from portal.settings.security import SECRET_KEY

# How filings are signed: the dotted path of a class that fits clearance.signing.SigningPlugIn.
SIGNING = text("SIGNING", "clearance.signing.DemoSignature")
# Keys the random draw of the lane. Set it before SECRET_KEY is ever changed: a declaration's draw must stay its draw.
DRAW_KEY = text("DRAW_KEY", hmac.new(SECRET_KEY.encode(), b"the draw of the lane", hashlib.sha256).hexdigest())
# Where the routing desk sits: what the engine cannot place goes to this office.
ROUTING_DESK_OFFICE = text("ROUTING_DESK_OFFICE", "KZ-ASTANA-LC")
HELP_LINE = text("HELP_LINE", "1414")
# Folder of real public messages for the conformance tests; without it they say so and skip.
CONFORMANCE_DATA = text("CONFORMANCE_DATA", "")
