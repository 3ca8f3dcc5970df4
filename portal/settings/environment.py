"""Reading the environment: a bad or missing value stops the start with a sentence."""

import os
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
RUN = Path(os.environ.get("RUN_DIR") or ROOT / ".run").resolve()
_env = environ.Env()


def _use_the_running_demo() -> None:
    """Let commands typed beside a running demo meet its servers: `.run/env` is written by the launcher."""
    notes = RUN / "env"
    if "DATABASE_URL" not in os.environ and os.access(notes, os.R_OK):
        environ.Env.read_env(str(notes))


def refuse(name: str, why: str) -> NoReturn:
    """Stop the start, naming the variable and the way out."""
    raise ImproperlyConfigured(f"{name} {why}")


def text(name: str, default: str | None = None) -> str:
    """Read a text; without a default it must be there."""
    value: str = _env.str(name, default="" if default is None else default).strip()
    if not value and default is None:
        refuse(name, "is not set. `make demo` sets it for you; docs/operations.md lists what production needs.")
    return value


def flag(name: str, default: bool) -> bool:
    """Read yes or no."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    refuse(name, f"is {value!r}; write 1 or 0.")


def seconds(name: str, default: float, *, least: float, most: float) -> float:
    """Read a number of seconds within bounds."""
    value = os.environ.get(name, "").strip() or str(default)
    try:
        number = float(value)
    except ValueError:
        refuse(name, f"is {value!r}; write a number of seconds from {least:g} to {most:g}.")
    if not least <= number <= most:
        refuse(name, f"is {value!r}; write a number of seconds from {least:g} to {most:g}.")
    return number


def count(name: str, default: int, *, least: int = 0, most: int) -> int:
    """Read a small whole number."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or not least <= int(value) <= most:
        refuse(name, f"is {value!r}; write a whole number from {least} to {most}.")
    return int(value)


def names(name: str, default: list[str]) -> list[str]:
    """Read names parted by commas."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()] or default


def postgres(name: str) -> dict[str, Any]:
    """Read the address of a PostgreSQL database as Django wants it."""
    url = text(name)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        refuse(name, "must look like postgres://role:password@host:5432/database; only PostgreSQL is supported.")
    found: dict[str, Any] = _env.db_url_config(url)
    if not str(found.get("ENGINE", "")).endswith("postgresql"):
        refuse(name, "must be a PostgreSQL address.")
    return found


def mail_server(name: str, default: str) -> dict[str, Any]:
    """Read the address of a mail server as Django wants it."""
    url = text(name, "") or default
    if urlsplit(url).scheme not in {"smtp", "smtp+tls", "smtp+ssl"} or not urlsplit(url).hostname:
        refuse(name, "must look like smtp://user:password@host:25; smtp+tls and smtp+ssl are encrypted.")
    found: dict[str, Any] = environ.Env.email_url_config(url)
    return found


def web_address(name: str, default: str) -> str:
    """Read the address of a site, without a slash at its end."""
    url = (text(name, "") or default).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        refuse(name, "must look like https://window.example.")
    return url


def redis(name: str) -> str:
    """Read the address of Redis or Valkey."""
    url = text(name)
    if urlsplit(url).scheme not in {"redis", "rediss"} or not urlsplit(url).hostname:
        refuse(name, "must look like redis://:password@host:6379/0 (Valkey speaks the same, with redis:// too).")
    return url


_use_the_running_demo()
DEMO = flag("DEMO", False)
DEBUG = flag("DEBUG", False)
