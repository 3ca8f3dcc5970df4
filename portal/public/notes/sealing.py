"""What a release note says and how it is signed; works without Django, database and network.

A payload is `SW1.BODY.SIGNATURE`: BODY is base64url of compact JSON, SIGNATURE is Ed25519 over the ASCII bytes
`SW1.BODY`. A paper (PDF) ends with a seal, `%SW1-SEAL KEYID SIGNATURE`, over every byte before it.
docs/release-note.md tells the same to those who write a checker of their own.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MARK = "SW1"
PAYLOAD = re.compile(rb"SW1\.[A-Za-z0-9_-]{40,2000}\.[A-Za-z0-9_-]{86}(?![A-Za-z0-9_-])")
SEAL = re.compile(rb"\n%SW1-SEAL ([0-9a-f]{16}) ([A-Za-z0-9_-]{86})\n\Z")
PDF = b"%PDF-"
Keys = Mapping[str, Ed25519PublicKey]


class NotGenuine(Exception):
    """What was given is not what this portal signed; `why` is altered, unreadable or unknown_key."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Said:
    """What is signed; the names are the keys of the JSON body."""

    c: str
    """the code of the note, for asking the portal"""
    r: str
    """the reference of the declaration"""
    n: int
    """the version of the declaration that was released"""
    s: str
    """released, or released_with_conditions"""
    t: str
    """the moment of release, UTC, ISO 8601 to the second"""
    o: str
    """the code of the office"""
    v: str
    """the vehicles, as declared"""
    h: str
    """SHA-256 of the items, base64url, see `items_hash`"""
    k: str
    """the id of the key"""


def items_hash(items: Sequence[Mapping[str, Any]]) -> str:
    """The hash of number, commodity code, description and net weight of every item, as they are printed."""
    rows = [
        [one.get("number"), one.get("commodity_code"), one.get("description"), one.get("net_mass_kg")] for one in items
    ]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=str)
    return _text(hashlib.sha256(text.encode()).digest())


def private_key(text: str) -> Ed25519PrivateKey:
    """The signing key from 32 bytes in base64; ValueError for anything else."""
    return Ed25519PrivateKey.from_private_bytes(_bytes(text))


def public_key(text: str) -> Ed25519PublicKey:
    """A public key from 32 bytes in base64; ValueError for anything else."""
    return Ed25519PublicKey.from_public_bytes(_bytes(text))


def raw(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(key: Ed25519PublicKey) -> str:
    """The id of a key: the first half of the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(raw(key)).hexdigest()[:16]


def signed(said: Said, key: Ed25519PrivateKey) -> str:
    """The payload of a note."""
    body = json.dumps(asdict(said), ensure_ascii=False, separators=(",", ":")).encode()
    told = f"{MARK}.{_text(body)}"
    return f"{told}.{_text(key.sign(told.encode()))}"


def opened(payload: str, keys: Keys) -> Said:
    """What a payload says, when its signature is right; NotGenuine otherwise."""
    told, _dot, signature = payload.strip().rpartition(".")
    mark, _dot, body = told.partition(".")
    try:
        given = json.loads(_bytes(body))
        said = Said(**given)
        signed_by = _bytes(signature)
    except (ValueError, TypeError) as error:
        raise NotGenuine("unreadable") from error
    if mark != MARK:
        raise NotGenuine("unreadable")
    _check(keys, said.k, signed_by, told.encode())
    return said


def seal(paper: bytes, key: Ed25519PrivateKey) -> bytes:
    """The paper with a last line that signs every byte of it."""
    line = f"\n%SW1-SEAL {key_id(key.public_key())} {_text(key.sign(hashlib.sha256(paper).digest()))}\n"
    return paper + line.encode()


def read(given: bytes, keys: Keys) -> Said:
    """What a file, a payload or the text of a square code says, when it is genuine; NotGenuine otherwise."""
    found = PAYLOAD.search(given)
    is_paper = given.startswith(PDF)
    if found is None:
        raise NotGenuine("unreadable")
    said = opened(found.group().decode(), keys)
    if is_paper:
        _check_seal(given, keys)
    return said


def _check_seal(paper: bytes, keys: Keys) -> None:
    found = SEAL.search(paper)
    if found is None:
        raise NotGenuine("altered")
    kid, signature = found.group(1).decode(), _bytes(found.group(2).decode())
    _check(keys, kid, signature, hashlib.sha256(paper[: found.start()]).digest())


def _check(keys: Keys, kid: str, signature: bytes, told: bytes) -> None:
    key = keys.get(kid)
    if key is None:
        raise NotGenuine("unknown_key")
    try:
        key.verify(signature, told)
    except InvalidSignature as error:
        raise NotGenuine("altered") from error


def published(keys: Sequence[Ed25519PublicKey]) -> dict[str, Any]:
    """The keys as a JSON Web Key Set; the first one signs now."""
    return {
        "keys": [
            {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key_id(key), "x": _text(raw(key))}
            for key in keys
        ]
    }


def keys_of(key_set: Mapping[str, Any]) -> dict[str, Ed25519PublicKey]:
    """The keys of a key set by their id; ValueError where it holds none."""
    found = [public_key(one["x"]) for one in key_set.get("keys", []) if one.get("crv") == "Ed25519"]
    if not found:
        raise ValueError("The file holds no Ed25519 key.")
    return {key_id(key): key for key in found}


def _text(given: bytes) -> str:
    return base64.urlsafe_b64encode(given).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    plain = text.strip().replace("+", "-").replace("/", "_").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
