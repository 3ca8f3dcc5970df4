"""Problems of an uploaded message by path and line, as long as the content is still what the message said."""

from collections.abc import Sequence
from typing import Any

from clearance.content import digest
from clearance.messages import read
from clearance.models import Declaration


def in_the_message(
    declaration: Declaration, content: dict[str, Any], located: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each located problem with its path and line in the message the draft came from, where there is one."""
    original = declaration.draft_original
    if not original or not located or not bytes(original).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return list(located)
    message = read(bytes(original))
    if not message.is_readable or digest(message.content) != digest(content):
        return list(located)
    return [{**one, "place": message.place_of(one["problem"].pointer)} for one in located]
