"""The record examined: chains recomputed by the database set-wise and once more in Python, and compared with checkpoints.

A chain proves that nothing inside it was changed, deleted, inserted or reordered. Its end is proved by the head that the
declaration keeps, and against somebody who can change that too, by a checkpoint kept outside.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction

from clearance import clock
from clearance import content as contents
from clearance.acting import SYSTEM, acting_as
from clearance.chains import Finding, Head, Walk
from clearance.models import Checkpoint, Version

FORMAT = "single-window-checkpoint-1"
BATCH = 2000


@dataclass(frozen=True)
class Audit:
    """What an examination saw; nothing was tampered with when there are no findings."""

    declarations: int
    events: int
    erased: int
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """A JSON object."""
        return {
            "ok": not self.findings,
            "declarations": self.declarations,
            "events": self.events,
            "erased": self.erased,
            "findings": [asdict(finding) for finding in self.findings],
        }


def make_checkpoint() -> dict[str, Any]:
    """Fold the heads of all chains into one hash, keep it, and return it with the heads, for a place outside."""
    with _one_moment():
        heads = _heads()
        events = sum(head.seq for head in heads)
        made = Checkpoint.objects.create(
            made_at=clock.now(), declarations=len(heads), events=events, hash=folded(heads)
        )
    return {
        "format": FORMAT,
        "made_at": made.made_at.isoformat(),
        "declarations": made.declarations,
        "events": made.events,
        "hash": made.hash,
        "heads": [[head.declaration, head.reference, head.seq, head.hash] for head in heads],
    }


def verify(checkpoint: Mapping[str, Any] | None = None) -> Audit:
    """Examine every chain, every filed version and every attached file; with a checkpoint, that nothing recorded then is gone."""
    with _one_moment():
        heads = _heads()
        walk = Walk({head.declaration: head for head in heads})
        for row in _events():
            walk.see(row)
        findings = set(walk.end())
        findings.update(_found_by_the_database())
        findings.update(_changed_versions())
        findings.update(_changed_files())
        if checkpoint is not None:
            findings.update(_against(checkpoint, heads))
    return Audit(len(heads), walk.events, walk.erased, tuple(sorted(findings)))


def folded(heads: Iterable[Head]) -> str:
    """One hash over all heads, in the order of their ids."""
    fold = hashlib.sha256()
    for head in sorted(heads, key=lambda head: head.declaration):
        fold.update(f"{head.declaration} {head.seq} {head.hash}\n".encode())
    return fold.hexdigest()


@contextmanager
def _one_moment() -> Iterator[None]:
    """All reads see the database as it was at one moment, as the system."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
        with acting_as(SYSTEM):
            yield


def _heads() -> list[Head]:
    with connection.cursor() as cursor:
        cursor.execute("select id, reference, last_seq, last_hash from clearance_declaration order by id")
        return [Head(*row) for row in cursor.fetchall()]


EVENTS = """
select e.declaration_id, e.seq, e.public_seq, e.kind, e.payload_version, e.payload::text, e.moved_from, e.moved_to,
       e.actor_kind, e.actor_id, e.agency, e.office, e.is_public, extract(epoch from e.occurred_at),
       extract(epoch from e.recorded_at), e.digest, e.previous, e.hash, d.state
  from clearance_event e join clearance_declaration d on d.id = e.declaration_id
 order by e.declaration_id, e.seq
"""


def _events() -> Iterator[tuple[Any, ...]]:
    """Every event in the order of its chain, read in portions."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(EVENTS)
        while rows := cursor.fetchmany(BATCH):
            yield from rows


BY_THE_DATABASE = """
with chained as (
  select e.*, row_number() over chain as place, coalesce(lag(e.hash) over chain, '') as before,
         sum(e.is_public::int) over chain as publicly
    from clearance_event e
  window chain as (partition by e.declaration_id order by e.seq)
), found as (
  select declaration_id, seq, 'sequence_broken' as code from chained where seq <> place
  union all select declaration_id, seq, 'chain_broken' from chained where previous <> before
  union all select declaration_id, seq, 'public_sequence_broken' from chained
             where public_seq is distinct from case when is_public then publicly end
  union all select e.declaration_id, e.seq, 'payload_changed' from clearance_event e
             where e.digest <> sw_event_digest(e) and e.payload <> '{"erased": true}'
  union all select e.declaration_id, e.seq, 'event_changed' from clearance_event e where e.hash <> sw_event_hash(e)
  union all select d.id, d.last_seq, 'chain_cut' from clearance_declaration d
              left join lateral (select e.seq, e.hash from clearance_event e where e.declaration_id = d.id
                                  order by e.seq desc limit 1) last on true
             where (d.last_seq, d.last_hash) is distinct from (coalesce(last.seq, 0), coalesce(last.hash, ''))
  union all select d.id, 0, 'state_differs' from clearance_declaration d
             where d.state <> coalesce((select e.moved_to from clearance_event e
                                         where e.declaration_id = d.id and e.moved_to is not null
                                         order by e.seq desc limit 1), 'draft')
)
select f.declaration_id, coalesce(f.seq, 0), f.code, 'found by the database' from found f
"""


def _found_by_the_database() -> Iterator[Finding]:
    """The same questions asked set-wise, of the functions that made the chains."""
    with connection.cursor() as cursor:
        cursor.execute(BY_THE_DATABASE)
        for row in cursor.fetchall():
            yield Finding(*row)


def _changed_versions() -> Iterator[Finding]:
    """Filed contents that are not what was signed, or whose digest is not the one their event tells."""
    told = dict(_digests_told())
    for pk, number, content, digest in Version.objects.values_list(
        "declaration_id", "number", "content", "digest"
    ).iterator(chunk_size=BATCH):
        if contents.digest(content) != digest:
            yield Finding(pk, 0, "version_changed", f"version {number}")
        elif told.get((pk, number), digest) != digest:
            yield Finding(pk, 0, "version_replaced", f"version {number}")


def _digests_told() -> Iterator[tuple[tuple[int, int], str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select declaration_id, (payload ->> 'version')::int, payload ->> 'digest' from clearance_event"
            " where kind in ('declaration.lodge', 'declaration.amended') and payload ? 'digest'"
        )
        for declaration, number, digest in cursor.fetchall():
            yield (declaration, number), digest


def _changed_files() -> Iterator[Finding]:
    """Attached files whose bytes are no longer those of their digest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select declaration_id, name from clearance_document where encode(sha256(body), 'hex') <> digest"
        )
        for declaration, name in cursor.fetchall():
            yield Finding(declaration, 0, "file_changed", name)


def _against(checkpoint: Mapping[str, Any], heads: Sequence[Head]) -> Iterator[Finding]:
    """What the checkpoint has seen and the database no longer has."""
    kept = [Head(*head) for head in checkpoint["heads"]]
    if checkpoint.get("format") != FORMAT or folded(kept) != checkpoint["hash"]:
        yield Finding(0, 0, "checkpoint_changed", str(checkpoint.get("made_at", "")))
        return
    if not Checkpoint.objects.filter(hash=checkpoint["hash"]).exists():
        yield Finding(0, 0, "checkpoint_unknown", str(checkpoint.get("made_at", "")))
    known = {head.declaration: head for head in heads}
    with connection.cursor() as cursor:
        cursor.execute(
            "select h.declaration, h.seq, e.hash from unnest(%s::bigint[], %s::int[]) as h(declaration, seq)"
            " left join clearance_event e on e.declaration_id = h.declaration and e.seq = h.seq",
            [[head.declaration for head in kept], [head.seq for head in kept]],
        )
        now = {declaration: found for declaration, _seq, found in cursor.fetchall()}
    for head in kept:
        if head.declaration not in known:
            yield Finding(head.declaration, head.seq, "chain_gone", head.reference)
        elif head.seq and now[head.declaration] != head.hash:
            yield Finding(head.declaration, head.seq, "chain_rewritten", head.reference)


def read_checkpoint(text: str) -> dict[str, Any]:
    """A checkpoint file's content; raises ValueError with what is wrong with it."""
    read = json.loads(text)
    if not isinstance(read, dict) or not isinstance(read.get("heads"), list) or "hash" not in read:
        raise ValueError("This is not a checkpoint file.")
    if any(not isinstance(head, list) or len(head) != 4 for head in read["heads"]):
        raise ValueError("This is not a checkpoint file: a head has four parts.")
    return read
