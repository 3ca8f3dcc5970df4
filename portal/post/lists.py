"""A dispatch list on a page: read, checked before anything is filed, filed as far as it is right, given back corrected."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clearance import clock
from clearance.acting import Actor
from clearance.content import Problem, Problems
from clearance.dispatch_lists import Listed, column_of, parse_dispatch
from clearance.services import posting
from clearance.workflow import Refused
from portal.post.models import DispatchList

REMARK = "remark"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a list: where it stands there, what it is, and what to do."""

    line: int | None
    column: str
    item_id: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Checked:
    """A list that was read: its items, what is wrong with each, and the text it was read from."""

    text: str
    rows: list[Listed]
    wrong: dict[int, list[Problem]]

    @property
    def dispatch_id(self) -> str:
        """The dispatch of the list: the first one it names."""
        return next(filter(None, map(dispatch_of, self.rows)), "")

    @property
    def wrong_places(self) -> list[int]:
        return [place for place, problems in self.wrong.items() if problems]

    @property
    def right_count(self) -> int:
        return len(self.rows) - len(self.wrong_places)

    @property
    def faults(self) -> list[Fault]:
        """Every fault with line and column, in the list's order."""
        return [_fault(self.rows[place], problem) for place in self.wrong_places for problem in self.wrong[place]]


def dispatch_of(row: Listed) -> str:
    """The dispatch an item of a list says it belongs to."""
    return str((row.content.get("postal") or {}).get("dispatch_id") or "")[:40]


def read(data: bytes, *, dispatch_id: str = "", office: str = "") -> Checked:
    """Read and check a CSV list; what every line leaves out is taken from the page. Raises Problems for no list at all."""
    if b"\x00" in data:
        raise Problems([Problem("not_csv", "", _("Save the list as UTF-8 text: it holds bytes that are not text."))])
    rows = parse_dispatch(data, "text/csv")
    for row in rows:
        postal = row.content.get("postal")
        if dispatch_id and isinstance(postal, dict):
            postal.setdefault("dispatch_id", dispatch_id)
        if office:
            row.content.setdefault("office", office)
    checked = Checked(data.decode("utf-8-sig"), rows, posting.problems_of(rows))
    if not checked.dispatch_id:
        message = _("Enter the number of the dispatch, or add the column dispatch_id to the list.")
        raise Problems([Problem("dispatch_missing", "/dispatch_id", message)])
    if len({dispatch_of(row) for row in rows} - {""}) > 1:
        raise Problems([Problem("two_dispatches", "", _("Send one list for each dispatch: this one names several."))])
    return checked


def file(actor: Actor, checked: Checked, *, password: str) -> int:
    """File what is right and keep what is not, to be put right; returns how many items were new."""
    company_id = posting.operator_of(actor).company
    filed = posting.file_dispatch(
        actor, company_id=company_id, rows=checked.rows, signature={"password": password} if password else None
    )
    wrong = {item.place: list(item.problems) for item in filed if item.problems}
    left = corrected(Checked(checked.text, checked.rows, wrong))
    DispatchList.objects.update_or_create(
        company_id=company_id,
        dispatch_id=checked.dispatch_id,
        defaults={
            "listed": len(checked.rows),
            "wrong": len(wrong),
            "left": left,
            "sent_by_id": actor.person,
            "sent_at": clock.now(),
        },
    )
    return sum(item.created for item in filed)


def forget_wrong(actor: Actor, dispatch_id: str) -> None:
    """The wrong lines of a dispatch are not wanted any more: they were mistakes, or came in another list."""
    company_id = posting.operator_of(actor).company
    if not DispatchList.objects.filter(company_id=company_id, dispatch_id=dispatch_id).update(wrong=0, left=""):
        raise Refused("no_list", _("There is no list of this dispatch."))


def corrected(checked: Checked) -> str:
    """The wrong lines of a list as CSV, with what is wrong in the last column; it can be sent again as it is."""
    wrong = [checked.rows[place] for place in checked.wrong_places]
    lines = {line: row for row in wrong for line in row.lines}
    if not lines:
        return ""
    names, records = _records(checked.text)
    kept = [place for place, name in enumerate(names) if name != REMARK]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(names[place] for place in kept), REMARK])
    for line, values in records:
        if line in lines:
            row = lines[line]
            said = [problem for problem in checked.wrong[row.place] if problem.line in (None, line)]
            remark = " ".join(f"{column_of(problem.pointer)}: {problem.message}" for problem in said)
            writer.writerow([*(values[place] if place < len(values) else "" for place in kept), remark])
    return out.getvalue()


def _records(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the records of a CSV text with the line each ends at, as the reading of lists counts them."""
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count), strict=True)
    names = [name.strip().lower() for name in next(reader)]
    return names, list(_numbered(reader))


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    for values in reader:
        yield reader.line_num, values


def _fault(row: Listed, problem: Problem) -> Fault:
    line = problem.line or (row.lines[0] if row.lines else None)
    return Fault(line, column_of(problem.pointer), row.item_id, str(problem.message), str(problem.hint or ""))
