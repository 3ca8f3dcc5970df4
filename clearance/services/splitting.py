"""Splitting: what every agency allowed is released, what one refused stays refused under a reference of its own."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance import clock, deriving, identifiers, moves, record, rulebooks, settling, signing
from clearance import content as contents
from clearance.acting import Actor, as_system
from clearance.carrying import KEPT_DECISION, Identity, identity_of
from clearance.headline import may_be_split, refused_items
from clearance.models import Declaration, RoutingRun, SignOff, Version
from clearance.permissions import may_act_for
from clearance.plans import as_json
from clearance.record import Happened
from clearance.routing import plan
from clearance.selectors import live_rows
from clearance.services import filing, found
from clearance.workflow import Refused, SignOffState, Verdict

KEPT_QUESTION = (
    "agency", "stage", "place", "requirement", "office_id", "executed_by", "control", "escalate_to", "blocks",
    "visibility", "stops_others", "is_default", "rules", "asked_by_id", "titles", "because", "legal_basis", "documents", "opens_on",
    "clock_start", "deadline_value", "deadline_unit", "risk",
)  # fmt: skip

OF_THE_PLAN = ("trace", "steps", "visit_checks", "documents")
OF_THE_RUN = ("facts", "derived", *OF_THE_PLAN)


def split(
    actor: Actor, *, reference: str, signature: Mapping[str, Any] | None = None
) -> tuple[Declaration, Declaration]:
    """Split; returns the declaration, in a new version without the refused items, and the refused rest."""
    declaration = found.declaration(actor, reference)
    member = may_act_for(actor, declaration.company_id, signing=True)
    with as_system():
        rows = live_rows(declaration)
    if not may_be_split(rows):
        raise Refused(
            "nothing_to_split", _("Only a declaration on which every agency has answered item by item can be split.")
        )
    before = Version.objects.get(declaration=declaration, number=declaration.version)
    refused = {number for row in rows for number in (refused_items(row) or set())}
    kept, rest = _parts(before.content, refused)
    if not kept["items"]:
        raise Refused("nothing_to_split", _("Every item was refused: there is nothing to release."))
    digest = contents.digest(kept)
    proof = signing.sign(actor, member, digest, signature)
    with as_system():
        run = RoutingRun.objects.filter(declaration=declaration).order_by("-number")[0]
        child = _refused_rest(declaration, rest, rows, refused, run, proof=proof, signed_by=before.signed_by_id)
        _allowed_part(declaration, kept, rows, refused, run, digest=digest, proof=proof, signed_by=actor.person)
    event = Happened("declaration.split", {"into": child.reference, "items": sorted(refused)})
    record.write(declaration, actor, [event])
    settling.settle(declaration)
    return declaration, child


def _parts(content: dict[str, Any], refused: set[int]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The content without and with only the refused items; item numbers stay, so that verdicts keep their meaning."""
    kept, rest = deepcopy(content), deepcopy(content)
    kept["items"] = [item for item in content["items"] if item["number"] not in refused]
    rest["items"] = [item for item in content["items"] if item["number"] in refused]
    for part in (kept, rest):
        for total in ("items_total", "packages_total", "gross_mass_total_kg", "invoice_total", "customs_value_total"):
            part.pop(total, None)
    return kept, rest


def _allowed_part(
    declaration: Declaration,
    content: dict[str, Any],
    rows: list[SignOff],
    refused: set[int],
    run: RoutingRun,
    *,
    digest: str,
    proof: dict[str, Any],
    signed_by: int,
) -> None:
    number = declaration.version + 1
    Version.objects.create(
        declaration=declaration,
        company_id=declaration.company_id,
        number=number,
        content=content,
        digest=digest,
        signed_by_id=signed_by,
        signature=proof,
    )
    fresh, fingerprints = _asked_of(declaration, content, run)
    new_run = _run_after(declaration, run, number, asked=len(rows), **fresh)
    # The lock is ours: version, rows and routed version change together, so nothing is due.
    SignOff.objects.filter(pk__in=[row.pk for row in rows]).update(state=SignOffState.LAPSED)
    moves.save(declaration, version=number, routed_version=number, **filing.columns_of(content))
    allowed = []
    for row in rows:
        items = [item for item in row.items if item not in refused]
        if row.items and not items:
            continue
        new = _carried(row, declaration, new_run, number, items)
        new.fingerprint = fingerprints.get(identity_of(row), row.fingerprint)
        if row.verdict == Verdict.REFUSED:
            new.verdict = _verdict_of(row, items)
        new.verdicts_by_item = {k: v for k, v in row.verdicts_by_item.items() if int(k) not in refused}
        allowed.append(new)
    SignOff.objects.bulk_create(allowed)


def _asked_of(
    declaration: Declaration, content: dict[str, Any], run: RoutingRun
) -> tuple[dict[str, Any], dict[Identity, str]]:
    """What routing says of the goods that stay, and what each question about them rests on.

    Every decision is carried; by its new fingerprint a later change asks again only those it touches.
    """
    facts, derived = deriving.facts_of(declaration, content, last=run)
    _ids, books = rulebooks.in_force(declaration.accepted_at or declaration.lodged_at or clock.now())
    planned = plan(facts, books)
    told = {name: as_json(getattr(planned, name)) for name in OF_THE_PLAN}
    fingerprints = {identity_of(need): need.fingerprint for need in planned.needs}
    return {"facts": facts.as_json(), "derived": derived, **told}, fingerprints


def _refused_rest(
    declaration: Declaration,
    content: dict[str, Any],
    rows: list[SignOff],
    refused: set[int],
    run: RoutingRun,
    *,
    proof: dict[str, Any],
    signed_by: int,
) -> Declaration:
    now = clock.now()
    reference = identifiers.new_reference(clock.day_of(now).year)
    if content.get("local_ref"):
        # Unique however long the trader's own reference is and however often a declaration is split.
        content["local_ref"] = f"{content['local_ref'][:20]}/{reference}"
    child = Declaration.objects.create(
        reference=reference,
        kind=declaration.kind,
        company_id=declaration.company_id,
        filer_company_id=declaration.filer_company_id,
        created_by_id=declaration.created_by_id,
        split_from=declaration,
        next_timer_at=moves.timer("draft", now),
        holder_since=now,
        created_at=now,
        changed_at=now,
        **filing.columns_of(content),
    )
    Version.objects.create(
        declaration=child,
        company_id=child.company_id,
        number=1,
        content=content,
        digest=contents.digest(content),
        signed_by_id=signed_by,
        signature=proof,
    )
    author = Actor(user_id=declaration.created_by_id, own=())
    _lodge(child, declaration, author)
    new_run = _run_after(child, run, 1, asked=1)
    carried = []
    for row in rows:
        items = [item for item in row.items if item in refused]
        if row.verdict == Verdict.REFUSED and items:
            new = _carried(row, child, new_run, 1, items)
            new.verdicts_by_item = {k: v for k, v in row.verdicts_by_item.items() if int(k) in refused}
            carried.append(new)
    SignOff.objects.bulk_create(carried)
    moves.save(child, routed_version=1, routed_at=now)
    child.refresh_from_db(fields=settling.COUNTERS)
    settling.refuse(child, carried)
    settling.show(child, carried)
    return child


def _lodge(child: Declaration, parent: Declaration, author: Actor) -> None:
    moves.make(
        child,
        "lodge",
        by=author,
        payload={"version": 1, "split_from": parent.reference},
        fields={
            "version": 1,
            "presented_at": parent.presented_at,
            "money_position": parent.money_position,
            "agencies": parent.agencies,
            "registration_number": parent.registration_number,
        },
    )


def _run_after(declaration: Declaration, run: RoutingRun, version: int, *, asked: int, **fresh: Any) -> RoutingRun:
    """The run a part rests on: the one before, but for what was worked out afresh."""
    values = {name: getattr(run, name) for name in ("rulebooks", *OF_THE_RUN)} | fresh
    return RoutingRun.objects.create(
        declaration=declaration,
        company_id=declaration.company_id,
        version=version,
        number=run.number + 1,
        cause="split",
        asked=max(1, asked),
        ran_at=clock.now(),
        **values,
    )


def _carried(row: SignOff, declaration: Declaration, run: RoutingRun, version: int, items: list[int]) -> SignOff:
    values = {name: getattr(row, name) for name in (*KEPT_QUESTION, *KEPT_DECISION)}
    return SignOff(
        declaration=declaration,
        company_id=declaration.company_id,
        run=run,
        version=version,
        items=items,
        fingerprint=row.fingerprint,
        carried_from=row,
        **values,
    )


def _verdict_of(row: SignOff, items: list[int]) -> str:
    """The verdict on the items that stay: the strictest of those given for them."""
    given = {row.verdicts_by_item.get(str(item), Verdict.APPROVED) for item in items}
    return Verdict.APPROVED_WITH_CONDITIONS if Verdict.APPROVED_WITH_CONDITIONS in given else Verdict.APPROVED
