#!/usr/bin/env python3
"""The portal's command line; runs in `.venv` by itself when the caller forgot it."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def _use_the_venv() -> None:
    """Start again with the clone's own Python when this one has no Django."""
    python = HERE / ".venv" / "bin" / "python"
    if python.exists() and Path(sys.prefix).resolve() != (HERE / ".venv").resolve():
        os.execv(str(python), [str(python), *sys.argv])  # noqa: S606  (our own Python, our own arguments)
    sys.exit("Django is not installed here. Type `make demo` or `make test` once; it prepares .venv.")


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        _use_the_venv()
        return
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(f"{refusal}")


if __name__ == "__main__":
    main()
