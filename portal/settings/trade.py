"""What an installation of the window decides about its trade: signature, draw, routing desk, help line."""

import base64
import binascii
import hashlib
import hmac

from portal.settings.environment import DEBUG, DEMO, names, refuse, seconds, text
from portal.settings.security import SECRET_KEY

# How filings are signed: the dotted path of a class that fits clearance.signing.SigningPlugIn.
SIGNING = text("SIGNING", "clearance.signing.DemoSignature")
# Folder of the official schemas of NCTS messages; where it is set, what comes is checked against them too.
NCTS_XSD = text("NCTS_XSD", "")
# Keys the random draw of the lane. Set it before SECRET_KEY is ever changed: a declaration's draw must stay its draw.
DRAW_KEY = text("DRAW_KEY", hmac.new(SECRET_KEY.encode(), b"the draw of the lane", hashlib.sha256).hexdigest())
# Keys the check codes by which anybody follows a declaration. Changing it changes every code.
TRACK_KEY = text("TRACK_KEY", hmac.new(SECRET_KEY.encode(), b"codes to follow by", hashlib.sha256).hexdigest())
# Where the routing desk sits: what the engine cannot place goes to this office.
ROUTING_DESK_OFFICE = text("ROUTING_DESK_OFFICE", "KZ-ASTANA-LC")
HELP_LINE = text("HELP_LINE", "1414")
# Folder of real public messages for the conformance tests; without it they say so and skip.
CONFORMANCE_DATA = text("CONFORMANCE_DATA", "")


def _note_keys() -> tuple[str, list[str]]:
    """The key that signs release notes and the public keys that signed before; each 32 bytes in base64."""
    own = text("RELEASE_NOTE_KEY", "")
    if not own and (DEMO or DEBUG):
        own = base64.b64encode(hashlib.sha256(b"release notes of " + SECRET_KEY.encode()).digest()).decode()
    before = names("RELEASE_NOTE_OLD_KEYS", [])
    for name, given in [("RELEASE_NOTE_KEY", own)] * bool(own) + [("RELEASE_NOTE_OLD_KEYS", one) for one in before]:
        try:
            is_right = len(base64.b64decode(given, validate=True)) == 32
        except binascii.Error:
            is_right = False
        if not is_right:
            refuse(name, "must be 32 bytes in base64, as `openssl rand -base64 32` gives them.")
    return own, before


RELEASE_NOTE_KEY, RELEASE_NOTE_OLD_KEYS = _note_keys()
# A virus scanner that files are shown to before they are kept: clamd at host:port or at the path of its socket.
# Without one every file says that it was not checked.
CLAMD = text("CLAMD", "")
if CLAMD and not CLAMD.startswith("/") and not CLAMD.rpartition(":")[2].isdigit():
    refuse("CLAMD", f"is {CLAMD!r}; write host:port or the path of clamd's socket.")
CLAMD_SECONDS = seconds("CLAMD_SECONDS", 30, least=1, most=300)

# Who takes money for parcels: the dotted path of a class that fits portal.post.payments.providers.Provider; empty for nobody.
# The demo has a provider that only tests; anywhere else it must be asked for by name.
PARCEL_PAYMENTS = text("PARCEL_PAYMENTS", "portal.post.payments.providers.DemoProvider" if DEMO else "")
# Signs what the provider of the demo says; a real provider brings a key of its own.
PARCEL_PAYMENTS_KEY = text(
    "PARCEL_PAYMENTS_KEY", hmac.new(SECRET_KEY.encode(), b"payments for parcels", hashlib.sha256).hexdigest()
)
