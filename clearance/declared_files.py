"""Declarations in files: XML or JSON by their first sign, read into a content with every fault located in the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clearance import messages
from clearance.content import Problem, read_json
from clearance.messages import Message

IN_FOLDERS = frozenset({".xml", ".json"})
XML, JSON, CSV = "application/xml", "application/json", "text/csv"


@dataclass(frozen=True)
class DeclaredFile:
    """One declaration as a file held it; with an error among `problems` its content may not be used."""

    path: Path
    data: bytes
    media_type: str
    content: dict[str, Any]
    problems: tuple[Problem, ...]
    message: Message | None = None

    @property
    def is_readable(self) -> bool:
        """Whether the content may be used."""
        return not any(problem.severity == "error" for problem in self.problems)

    @property
    def digest(self) -> str:
        """SHA-256 of the file's bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems of the content with their place in the file: element and line of an XML, pointer of a JSON."""
        return self.message.located(problems) if self.message else list(problems)


def media_type_of(data: bytes, path: Path) -> str:
    """What a file holds; a CSV is known by its name only."""
    if path.suffix.lower() == ".csv":
        return CSV
    begins = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return JSON if begins in (b"{", b"[") else XML


def read_file(path: Path) -> DeclaredFile:
    """Read one declaration; OSError when the file cannot be opened."""
    data = path.read_bytes()
    media_type = media_type_of(data, path)
    if media_type == JSON:
        content, problems = read_json(data)
        return DeclaredFile(path, data, media_type, content, tuple(problems))
    message = messages.read(data)
    return DeclaredFile(path, data, XML, message.content, tuple(message.problems), message)


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and the XML and JSON files of the folders named, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in IN_FOLDERS)
        else:
            yield path
