"""A mail backend that keeps each e-mail as a file, and the reading of these files."""

from __future__ import annotations

import email
import os
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as Parsed
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

KEPT = 300
NAME = re.compile(r"[0-9]{14}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Caught:
    """One e-mail as the pages show it."""

    name: str
    at: datetime
    to: str
    sender: str
    subject: str
    text: str
    html: str


class Backend(BaseEmailBackend):
    """Keeps what Django sends in the folder MAIL_FOLDER, the newest few hundred."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each whole or not at all; several processes may do so at once."""
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%d%H%M%S}-{uuid.uuid4().hex[:8]}"
            draft = folder / f"{name}.new"
            draft.write_bytes(message.message().as_bytes())
            os.replace(draft, folder / f"{name}.eml")
        for old in sorted(folder.glob("*.eml"), reverse=True)[KEPT:]:
            old.unlink(missing_ok=True)
        return len(email_messages)


def caught(*, to: str = "", limit: int = 100) -> list[Caught]:
    """The newest e-mails, or only those to an address that has these letters in it."""
    found = []
    for path in sorted(_folder().glob("*.eml"), reverse=True):
        one = _read(path)
        if one is not None and to.lower() in one.to.lower():
            found.append(one)
        if len(found) == limit:
            break
    return found


def one_caught(name: str) -> Caught | None:
    """One e-mail by its name."""
    return _read(_folder() / f"{name}.eml") if NAME.fullmatch(name) else None


def _read(path: Path) -> Caught | None:
    try:
        message = email.message_from_bytes(path.read_bytes(), policy=default)
    except OSError:  # taken away meanwhile
        return None
    assert isinstance(message, Parsed)
    return Caught(
        name=path.stem,
        at=datetime.strptime(path.stem[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: Parsed, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _folder() -> Path:
    return Path(settings.MAIL_FOLDER)
