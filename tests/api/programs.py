"""A program that calls the API with the token of one person."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from portal.accounts.models import ApiToken
from portal.accounts.services.tokens import PREFIX, digest_of
from tests.cast import Cast

ALL = ("read", "file", "sign", "desk")
BASE = "/api/v1/"


def token_of(cast: Cast, person: str, scopes: tuple[str, ...] = ALL) -> str:
    """A working token; the same for the same person and scopes."""
    secret = f"{PREFIX}test_{person}_{'_'.join(scopes)}"
    ApiToken.objects.get_or_create(
        digest=digest_of(secret),
        defaults={
            "user_id": cast.ids()[person],
            "name": "tests",
            "prefix": secret[:10],
            "scopes": list(scopes),
            "expires_at": timezone.now() + timedelta(days=30),
        },
    )
    return secret


class Program:
    """Calls as one person (`""` for nobody)."""

    def __init__(self, cast: Cast, person: str = "", scopes: tuple[str, ...] = ALL) -> None:
        self.client = Client()
        self.headers = {"authorization": f"Bearer {token_of(cast, person, scopes)}"} if person else {}

    def call(self, method: str, path: str, body: Any = None, *, kind: str = "application/json", **headers: str) -> Any:
        """One call; `body` is JSON unless it is bytes or text."""
        data = body if isinstance(body, bytes | str) or body is None else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method, BASE + path, data or b"", content_type=kind, headers={**self.headers, **named}, CONTENT_TYPE=kind
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return self.call("POST", path, body, **options)


def codes(answer: Any) -> list[str]:
    """The codes of the errors, after checking that each error has its four keys."""
    errors = answer.json()["errors"]
    assert errors, answer.content
    for error in errors:
        assert {"code", "pointer", "message", "hint"} <= set(error)
        assert all(isinstance(error[key], str) for key in ("code", "pointer", "message", "hint"))
        assert error["message"]
    return [error["code"] for error in errors]
