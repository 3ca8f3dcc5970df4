"""A sheet between its upload and its import: kept for its declaration, the next one in its place."""

from __future__ import annotations

from datetime import timedelta

from clearance import clock
from clearance.acting import Actor
from clearance.models import Declaration, ItemSheet
from clearance.permissions import may_act_for
from clearance.sheets.cells import Sheet, rows_from_json

FORGOTTEN_AFTER = timedelta(days=7)


def keep(actor: Actor, declaration: Declaration, sheet: Sheet) -> None:
    """Keep a sheet in the place of the one before; sheets nobody came back for go."""
    may_act_for(actor, declaration.company_id)
    forget(actor, declaration)
    ItemSheet.objects.filter(added_at__lt=clock.now() - FORGOTTEN_AFTER).delete()
    ItemSheet.objects.create(
        declaration=declaration,
        company_id=declaration.company_id,
        name=sheet.name[:200],
        form=sheet.form,
        encoding=sheet.encoding,
        rows=sheet.as_json(),
        added_by_id=actor.person,
    )


def kept(declaration: Declaration) -> Sheet | None:
    """The sheet that waits for this declaration."""
    row = ItemSheet.objects.filter(declaration=declaration).first()
    return Sheet(row.name, row.form, rows_from_json(row.rows), row.encoding) if row else None


def forget(actor: Actor, declaration: Declaration) -> None:
    """Let the waiting sheet go."""
    may_act_for(actor, declaration.company_id)
    ItemSheet.objects.filter(declaration=declaration).delete()
