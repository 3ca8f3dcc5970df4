"""Checking a release note with the public keys only; also `python portal/public/notes/offline.py NOTE --keys FILE`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

if __name__ == "__main__":  # run as a file: neither settings nor environment are needed
    sys.path.insert(0, str(Path(__file__).parent))
    import sealing  # type: ignore[import-not-found, unused-ignore]
else:
    from portal.public.notes import sealing

WHY = {
    "altered": "ALTERED: this is not what the portal signed. Do not let the goods go.",
    "unreadable": "NOT A RELEASE NOTE: no signed note is found in it.",
    "unknown_key": "UNKNOWN KEY: signed with a key that is not in the file. Fetch the newest keys from the portal.",
}
GENUINE, NOT_GENUINE, NO_KEYS = 0, 1, 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command is told."""
    parser.add_argument("note", help="a PDF file, a file with a payload, or the payload or scanned text itself")
    parser.add_argument("--keys", required=True, help="release-note-keys.json as the portal publishes it")


def checked(note: str, keys_file: str) -> tuple[int, list[str]]:
    """The exit code and the lines to print."""
    try:
        keys = sealing.keys_of(json.loads(Path(keys_file).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        return NO_KEYS, [f"The keys cannot be read: {fault}"]
    try:
        said = sealing.read(_given(note), keys)
    except sealing.NotGenuine as found:
        return NOT_GENUINE, [WHY[found.why]]
    return GENUINE, [
        "GENUINE when it was made. Whether it was revoked since, only the portal knows.",
        f"reference    {said.r} (version {said.n})",
        f"status       {said.s.replace('_', ' ')}",
        f"released at  {said.t}",
        f"office       {said.o}",
        f"vehicle      {said.v}",
        f"code         {said.c}",
        f"key          {said.k}",
    ]


def _given(note: str) -> bytes:
    try:
        path = Path(note)
        return path.read_bytes() if path.is_file() else note.encode()
    except OSError:  # a payload is longer than a name of a file may be
        return note.encode()


if __name__ == "__main__":
    command = argparse.ArgumentParser(description="Checks a release note with nothing but the public keys.")
    arguments(command)
    told = command.parse_args()
    exit_code, printed = checked(told.note, told.keys)
    sys.stdout.write("\n".join(printed) + "\n")
    sys.exit(exit_code)
