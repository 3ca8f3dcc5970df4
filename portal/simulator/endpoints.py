"""Speaking to a running portal by its public addresses: the API with people's tokens, positions with devices'."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

POSITIONS, API = "/agencies/customs/positions/", "/api/v1/"
TIMEOUT = 30


class NotNow(Exception):
    """The portal is not there, or asks for patience; so many seconds."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


class Said(Exception):
    """The portal refused; with its own sentence."""


class Endpoints:
    """One portal. `tokens` are those of people, by user name."""

    def __init__(self, url: str, tokens: Mapping[str, str]) -> None:
        self.url, self.tokens = url.rstrip("/"), tokens

    def positions(self, form: str, token: str, body: Any) -> dict[str, int]:
        """What a device reports, in the form it speaks; returns the receipt."""
        receipt: dict[str, int] = self._call("POST", POSITIONS + form, token, body)
        return receipt

    def api(self, username: str, method: str, path: str, body: Any = None, *, key: str = "") -> Any:
        """A call of a person."""
        return self._call(method, API + path, self.tokens[username], body, key=key)

    def _call(self, method: str, path: str, token: str, body: Any, *, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(self.url + path, data, headers, method=method)  # noqa: S310  (http, as given)
        try:
            with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                text = refusal.read().decode("utf-8", "replace")[:300]
            if refusal.code == 429 or refusal.code >= 500:
                raise NotNow(_patience(refusal), f"{refusal.code} {path}") from None
            raise Said(f"{refusal.code} {method} {path}: {text}") from None
        except OSError as error:
            raise NotNow(0, str(error)) from None


def _patience(refusal: urllib.error.HTTPError) -> float:
    asked = refusal.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else 10.0
