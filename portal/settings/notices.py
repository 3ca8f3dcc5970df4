"""Telling people: the mail server, the address links begin with, and what webhooks may reach."""

import hashlib
import hmac
import re

from portal.settings.environment import DEBUG, DEMO, RUN, flag, mail_server, refuse, text, web_address
from portal.settings.security import ALLOWED_HOSTS, SECRET_KEY

# What links in e-mails begin with.
SITE_URL = web_address(
    "SITE_URL", "http://127.0.0.1:8000" if DEBUG or DEMO else f"https://{ALLOWED_HOSTS[0].strip('.*')}"
)

DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "") or "window@localhost"
if DEMO:
    # Nothing leaves the machine: the pages under /demo/mail/ show what would have been sent.
    EMAIL_BACKEND = "portal.demo.mail.catcher.Backend"
    MAIL_FOLDER = RUN / "mail"
elif DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    _server = mail_server("EMAIL_URL", "smtp://localhost:25")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _server["EMAIL_HOST"], _server["EMAIL_PORT"] or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _server["EMAIL_HOST_USER"] or "", _server["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = bool(_server.get("EMAIL_USE_TLS")), bool(_server.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 10

# Keys the secrets of webhooks. Set it before SECRET_KEY is ever changed: receivers keep the secrets they were given.
WEBHOOK_KEY = (
    text("WEBHOOK_KEY", "") or hmac.new(SECRET_KEY.encode(), b"the secrets of webhooks", hashlib.sha256).hexdigest()
)
# The country this window speaks for, and the key its notices to neighbours are signed with: 32 bytes in hexadecimal.
WINDOW_COUNTRY = text("WINDOW_COUNTRY", "KZ")
NEIGHBOUR_KEY = (
    text("NEIGHBOUR_KEY", "") or hmac.new(SECRET_KEY.encode(), b"notices to neighbours", hashlib.sha256).hexdigest()
)
if not re.fullmatch("[0-9a-f]{64}", NEIGHBOUR_KEY):
    refuse("NEIGHBOUR_KEY", "must be 32 bytes in hexadecimal, as `openssl rand -hex 32` gives them.")
# Whether webhooks and notices to neighbours may lead to private addresses and without TLS: for a machine that tries them on itself.
WEBHOOKS_TO_PRIVATE = flag("WEBHOOKS_TO_PRIVATE", DEMO)
