"""`manage.py audit_verify [--checkpoint FILE]`: whether the record is as it was written; exit status 1 when it is not."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearance.auditing import read_checkpoint, verify
from clearance.chains import Finding

WORDS = {
    "sequence_broken": "events are missing, added or reordered",
    "chain_broken": "an event does not follow the one before it",
    "public_sequence_broken": "the numbers that traders see have a gap",
    "payload_changed": "what an event says was changed",
    "event_changed": "an event was changed",
    "move_impossible": "a move that the workflow does not know",
    "chain_cut": "the last events are missing, or were added past the record",
    "state_differs": "the state does not follow from the events",
    "version_changed": "a filed content is not what was signed",
    "version_replaced": "a filed content was replaced",
    "file_changed": "an attached file was changed",
    "chain_gone": "a declaration of the checkpoint is gone",
    "chain_rewritten": "events that the checkpoint has seen were rewritten",
    "checkpoint_changed": "the checkpoint file itself was changed",
    "checkpoint_unknown": "the database does not know this checkpoint",
}


class Command(BaseCommand):
    """Examine the record."""

    help = "Recompute every chain of events, in the database and in Python; exit 1 on any tampering."

    def add_arguments(self, parser: CommandParser) -> None:
        """With which checkpoint to compare."""
        parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="a file made by audit_checkpoint")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was found, and exit accordingly."""
        checkpoint = None
        if options["checkpoint"]:
            try:
                checkpoint = read_checkpoint(options["checkpoint"].read_text(encoding="utf-8"))
            except (OSError, ValueError) as wrong:
                raise CommandError(f"{options['checkpoint']}: {wrong}") from wrong
        audit = verify(checkpoint)
        if options["json"]:
            self.stdout.write(json.dumps(audit.as_json(), ensure_ascii=False))
        else:
            for finding in audit.findings:
                self.stdout.write(_told(finding))
            seen = f"{audit.events} events of {audit.declarations} declarations"
            erased = f", {audit.erased} erased by law" if audit.erased else ""
            self.stdout.write(f"{seen}{erased}: {'TAMPERED WITH' if audit.findings else 'as written'}.")
        if audit.findings:
            sys.exit(1)


def _told(finding: Finding) -> str:
    where = f"declaration {finding.declaration}" if finding.declaration else "checkpoint"
    at = f", event {finding.seq}" if finding.seq else ""
    detail = f" ({finding.detail})" if finding.detail else ""
    return f"{where}{at}: {WORDS[finding.code]}{detail}"
