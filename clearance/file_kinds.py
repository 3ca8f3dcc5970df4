"""What a file is, by what is in it and never by its name; what cannot be taken says what to do instead. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import PurePosixPath

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clearance.content import Problem, Sentence
from clearance.figures import number

LARGEST_FILE = 10 * 1024 * 1024
PDF, PNG, JPEG, XML = "application/pdf", "image/png", "image/jpeg", "application/xml"
ENDINGS = {PDF: (".pdf",), PNG: (".png",), JPEG: (".jpg", ".jpeg"), XML: (".xml",)}
"""What may be attached, and the endings its name may have."""

_XML_ROOT = re.compile(rb"^(?:<\?xml[^>]*\?>|<!--.*?-->|\s)*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)", re.DOTALL)
_RUNS_IN_A_BROWSER = frozenset({b"html", b"svg", b"script", b"body", b"head"})
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_OTHERS: tuple[tuple[bytes, int, Sentence], ...] = (
    (b"PK\x03\x04", 0, _("Unpack the archive, or save the document as PDF: archives and office files are not taken.")),
    (b"Rar!", 0, _("Unpack the archive and choose the file in it.")),
    (b"7z\xbc\xaf", 0, _("Unpack the archive and choose the file in it.")),
    (b"\xd0\xcf\x11\xe0", 0, _("Save the document as PDF: files of Word and Excel are not taken.")),
    (b"ftyphei", 4, _("Save the photo as JPEG: this telephone's own format is not taken.")),
    (b"ftypmif1", 4, _("Save the photo as JPEG: this telephone's own format is not taken.")),
    (b"GIF8", 0, _("Save the picture as PNG or JPEG.")),
    (b"II*\x00", 0, _("Save the scan as PDF or JPEG: TIFF is not taken.")),
    (b"MM\x00*", 0, _("Save the scan as PDF or JPEG: TIFF is not taken.")),
    (b"RIFF", 0, _("Save the picture as PNG or JPEG.")),
)


def media_type_of(data: bytes) -> str:
    """The media type of a file that may be attached; "" for any other."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if b"%PDF-" in data[:1024]:  # after the pictures: one of them may say so in a note that is taken out of it
        return PDF
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    root = _XML_ROOT.match(text[:65_536]) if text.startswith(b"<") else None
    return XML if root and root[1].lower() not in _RUNS_IN_A_BROWSER and b"<!DOCTYPE" not in text[:65_536] else ""


def what_is_wrong_with(data: bytes) -> Problem | None:
    """Why a file cannot be attached, and what to do instead."""
    if not data:
        return Problem("file_empty", "/file", _("The file is empty. Choose another one."))
    if len(data) > LARGEST_FILE:
        size = number(Decimal(len(data) * 10 // (1024 * 1024)) / 10)
        return Problem(
            "file_too_big",
            "/file",
            format_lazy(
                _("The file must be smaller than 10 MB; this one has {size} MB. Scan it in grey, or split it."),
                size=size,
            ),
        )
    kind = media_type_of(data)
    if kind == PDF and _ENCRYPTED.search(data):
        return Problem(
            "file_protected", "/file", _("The PDF is protected. Save it without a password and choose it again.")
        )
    if not kind:
        for mark, at, sentence in _OTHERS:
            if data[at : at + len(mark)] == mark:
                return Problem("file_type", "/file", sentence)
        return Problem("file_type", "/file", _("The file must be a PDF, PNG, JPEG or XML."))
    return None


def name_of(name: str, media_type: str) -> str:
    """The name a file is kept under: the last part of what was sent, with an ending that says what it is."""
    last = PurePosixPath(name.replace("\\", "/")).name.strip() or "file"
    last = "".join(sign for sign in last if sign.isprintable())
    if last.lower().endswith(ENDINGS[media_type]):
        return last if len(last) <= 200 else last[:190] + last[-10:]
    return last[:190] + ENDINGS[media_type][0]
