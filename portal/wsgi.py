"""Pages and API, served by threads."""

import codecs
import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^;\"]*)\"?", re.IGNORECASE)
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def of_texts_only(serve: Application) -> Application:
    """Forget a charset that encodes no text: Django would fail on it before any page is asked."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        kind = environ.get("CONTENT_TYPE", "")
        if (named := CHARSET.search(kind)) and not _encodes_text(named[1]):
            environ["CONTENT_TYPE"] = CHARSET.sub("", kind)
        return serve(environ, start_response)

    return answer


def _encodes_text(charset: str) -> bool:
    try:
        return isinstance(codecs.decode(b"", charset.strip()), str)
    except (LookupError, ValueError, TypeError):
        return False


application = of_texts_only(get_wsgi_application())
