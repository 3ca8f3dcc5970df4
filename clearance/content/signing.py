"""The canonical form of a content: the bytes that are signed, compared and counted as the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def without_absent(value: Any) -> Any:
    """Return `value` without keys that say nothing: null, "", and objects and lists left empty by that."""
    if isinstance(value, Mapping):
        kept = {key: without_absent(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if not _says_nothing(part)}
    if isinstance(value, list | tuple):
        # A list keeps its length: the position of an item or a document is part of its pointer.
        return [without_absent(part) for part in value]
    return value


def _says_nothing(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, dict | list) and not value)


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return what is signed and compared: sorted keys, UTF-8, no spaces, no absent keys; a float is a TypeError."""
    plain = without_absent(content)
    _refuse_floats(plain)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("A decimal in a declaration is text; a float would change what was signed.")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_floats(part)


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()
