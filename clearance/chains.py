"""The chains of events walked in Python, which shares nothing with the functions of the database that made them. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clearance.workflow import State, pairs

ERASED = '{"erased": true}'
"""The payload that stands where personal data was erased by law; its digest stays, so the chain still verifies."""


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is not as it was recorded; `declaration` is its id, `seq` 0 where the whole chain is meant."""

    declaration: int
    seq: int
    code: str
    detail: str = ""


@dataclass(frozen=True)
class Head:
    """Where the chain of a declaration ends."""

    declaration: int
    reference: str
    seq: int
    hash: str


class Walk:
    """Goes along the chains, one event after the other."""

    def __init__(self, heads: Mapping[int, Head]) -> None:
        self.heads = heads
        self.findings: list[Finding] = []
        self.events = self.erased = 0
        self.chain = 0
        self.ended: set[int] = set()
        self._begin(0)

    def _begin(self, declaration: int) -> None:
        self.chain, self.seq, self.public, self.hash = declaration, 0, 0, ""
        self.state: str = State.DRAFT
        self.standing: str = State.DRAFT

    def see(self, row: tuple[Any, ...]) -> None:
        """Take the next event."""
        declaration, seq, public_seq, kind, version, payload, source, target = row[:8]
        actor_kind, actor, agency, office, is_public, occurred, recorded, digest, previous, given, standing = row[8:]
        if declaration != self.chain:
            self._leave()
            self._begin(declaration)
        self.events += 1
        self.standing = standing

        def found(code: str, detail: str = "") -> None:
            self.findings.append(Finding(declaration, seq or 0, code, detail))

        if seq != self.seq + 1:
            found("sequence_broken", f"after {self.seq}")
        if previous != self.hash:
            found("chain_broken")
        wanted = self.public + 1 if is_public else None
        if public_seq != wanted:
            found("public_sequence_broken")
        self.public += is_public
        if payload == ERASED:
            self.erased += 1
        elif digest != _sha256(payload):
            found("payload_changed")
        fields = [
            previous, declaration, seq, public_seq, kind, version, digest, source, target, actor_kind, actor, agency,
            office, is_public, occurred, recorded,
        ]  # fmt: skip
        if given != _sha256(as_jsonb(fields)):
            found("event_changed")
        if target is not None:
            move = json.loads(payload).get("move") if payload != ERASED else None
            if source != self.state or (move is not None and (move, source, target) not in pairs()):
                found("move_impossible", f"{source} to {target}")
            self.state = target
        self.seq, self.hash = seq or 0, given

    def end(self) -> list[Finding]:
        """What was found, once every event was seen."""
        self._leave()
        for head in self.heads.values():
            if head.declaration not in self.ended and head.seq:
                self.findings.append(Finding(head.declaration, head.seq, "chain_cut", head.reference))
        return self.findings

    def _leave(self) -> None:
        """Compare the end of a chain with what its declaration keeps."""
        if not self.chain:
            return
        self.ended.add(self.chain)
        head = self.heads[self.chain]
        if (self.seq, self.hash) != (head.seq, head.hash):
            self.findings.append(Finding(self.chain, head.seq, "chain_cut", head.reference))
        if self.state != self.standing:
            self.findings.append(Finding(self.chain, self.seq, "state_differs", f"{self.state}, not {self.standing}"))


def as_jsonb(values: Sequence[Any]) -> str:
    """The text PostgreSQL gives for a jsonb array of these plain values."""
    return (
        "[" + ", ".join(str(v) if isinstance(v, Decimal) else json.dumps(v, ensure_ascii=False) for v in values) + "]"
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
