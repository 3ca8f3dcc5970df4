"""Reading a postal operator's dispatch list, CSV or JSON, into contents; each fault with its line and column. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clearance.content import LARGEST_CONTENT, Problem, Problems, problems_of, read_json, without_absent

MOST_ITEMS = 1000
"""Postal items that one list may hold."""

HEADER = {
    "dispatch_id": ("postal", "dispatch_id"),
    "office": ("office",),
    "item_id": ("postal", "item_id"),
    "form": ("postal", "form"),
    "category": ("postal", "category"),
    "item_type": ("postal", "item_type"),
    "postage": ("postal", "postage"),
    "sender_name": ("postal", "sender", "name"),
    "sender_country": ("postal", "sender", "country"),
    "sender_city": ("postal", "sender", "city"),
    "sender_address": ("postal", "sender", "line"),
    "addressee_id": ("postal", "addressee", "id"),
    "addressee_name": ("postal", "addressee", "name"),
    "addressee_city": ("postal", "addressee", "city"),
    "addressee_address": ("postal", "addressee", "line"),
    "addressee_postcode": ("postal", "addressee", "postcode"),
    "addressee_phone": ("postal", "addressee", "phone"),
    "currency": ("currency",),
}
"""Columns that describe the postal item, and their place in a content."""

GOODS = {
    "description": "description",
    "commodity_code": "commodity_code",
    "origin": "origin",
    "net_mass_kg": "net_mass_kg",
    "gross_mass_kg": "gross_mass_kg",
    "value": "price",
}
"""Columns that describe one of its contents, and their place in an item of a content."""

OTHER = (
    "content",
    "personal",
    "invoice_number",
    "invoice_date",
    "certificate_type",
    "certificate_number",
    "certificate_date",
    "remark",  # what the portal wrote into a corrected file; not read
)
COLUMNS = (*HEADER, *OTHER, *GOODS)
NEEDED = ("item_id", "description", "net_mass_kg", "value", "currency")
FLAGS = {"yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}


@dataclass
class Listed:
    """One postal item of a list: where it stands there, its content, and what is wrong with it so far.

    `place` is its position among the items, from 0; `lines` are the lines of the file that tell of it.
    """

    place: int
    lines: tuple[int, ...]
    content: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    @property
    def item_id(self) -> str:
        """The S10 number as given; "" without one."""
        return str((self.content.get("postal") or {}).get("item_id") or "")


def parse_dispatch(data: bytes, media_type: str) -> list[Listed]:
    """The items of a list; raises Problems when the file as a whole cannot be read."""
    if len(data) > LARGEST_CONTENT:
        raise Problems([Problem("too_large", "", _("Send at most 10 MB: split the list."))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        message = format_lazy(_("Save the file as UTF-8: byte {place} belongs to another encoding."), place=fault.start)
        raise Problems([Problem("not_utf8", "", message)]) from fault
    listed = _from_json(text) if "json" in media_type else _from_csv(text)
    if not listed:
        raise Problems([Problem("empty_list", "", _("Add at least one postal item to the list."))])
    if len(listed) > MOST_ITEMS:
        message = format_lazy(_("Split the list: at most {most} postal items fit into one."), most=MOST_ITEMS)
        raise Problems([Problem("too_many_items", "", message)])
    return listed


def column_of(pointer: str) -> str:
    """The CSV column a JSON pointer into a content comes from; the pointer itself where there is none."""
    steps = tuple(pointer.strip("/").split("/"))
    for column, path in HEADER.items():
        if path == steps:
            return column
    if len(steps) == 3 and steps[0] == "items":
        return next((column for column, key in GOODS.items() if key == steps[2]), pointer)
    return pointer


def _from_json(text: str) -> list[Listed]:
    try:
        given = json.loads(text)
        json.dumps(given)  # as deep as it can be written is as deep as it can be read again
    except (ValueError, RecursionError) as fault:
        raise Problems(
            [
                Problem(
                    "not_json", "", _("Mend the JSON: the text stops being JSON."), line=getattr(fault, "lineno", None)
                )
            ]
        ) from fault
    common: Mapping[str, Any] = given if isinstance(given, dict) else {}
    items = common.get("items") if isinstance(given, dict) else given
    if not isinstance(items, list):
        raise Problems(
            [Problem("not_a_list", "", _("Send a list of postal items, or an object with the list “items”."))]
        )
    listed = []
    for place, item in enumerate(items):
        # Read again one by one: each item is held to the bounds of a declaration of its own.
        content, faults = read_json(json.dumps(item))
        if isinstance(content.get("postal"), dict) and isinstance(common.get("dispatch_id"), str):
            content["postal"].setdefault("dispatch_id", common["dispatch_id"])
        if isinstance(common.get("office"), str):
            content.setdefault("office", common["office"])
        listed.append(Listed(place, (), _completed(content) if not faults else content, faults))
    return listed


def _from_csv(text: str) -> list[Listed]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        _check_columns(names)
        by_item: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
        for row in reader:
            filled = {name: (value or "").strip() for name, value in row.items() if isinstance(value, str) and name}
            if not any(filled.values()):
                continue
            key = filled.get("item_id") or f"line {reader.line_num}"
            by_item.setdefault(key, []).append((reader.line_num, filled))
    except csv.Error as fault:
        message = format_lazy(_("Mend line {line}: it cannot be read as CSV."), line=reader.line_num)
        raise Problems([Problem("not_csv", "", message, line=reader.line_num)]) from fault
    return [_listed(place, rows) for place, rows in enumerate(by_item.values())]


def _check_columns(names: Sequence[str]) -> None:
    problems = [
        Problem("column_missing", f"/{name}", format_lazy(_("Add the column {name}."), name=name), line=1)
        for name in NEEDED
        if name not in names
    ]
    problems += [
        Problem(
            "column_unknown",
            f"/{name}",
            format_lazy(_("Remove or rename the column {name}: it is not known here."), name=name),
            format_lazy(_("The columns are: {names}."), names=", ".join(COLUMNS)),
            line=1,
        )
        for name in names
        if name not in COLUMNS
    ]
    if problems:
        raise Problems(problems)


def _listed(place: int, rows: Sequence[tuple[int, Mapping[str, str]]]) -> Listed:
    """One postal item from its lines: the first line speaks for the item, every line for one of its contents."""
    _line, first = rows[0]
    content: dict[str, Any] = {}
    for column, path in HEADER.items():
        if first.get(column):
            _put(content, path, first[column])
    problems = list(_differing(rows))
    content["items"] = [_goods(number, row) for number, (_line, row) in enumerate(rows, 1)]
    flag = first.get("personal", "").lower()
    if flag in FLAGS:
        content["flags"] = {"personal": FLAGS[flag]}
    elif flag:
        problems.append(Problem("flag", "/personal", _("Write yes or no in the column personal."), line=rows[0][0]))
    if first.get("invoice_number"):
        content["documents"] = [_paper("INVOICE", first["invoice_number"], first.get("invoice_date", ""))]
    problems += problems_of(content)
    return Listed(place, tuple(line for line, _row in rows), _completed(content), problems)


def _differing(rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[Problem]:
    """Lines of one item that do not agree about it, or tell the same content twice."""
    _line, first = rows[0]
    seen: set[str] = set()
    for line, row in rows:
        number = row.get("content") or "1"
        if number in seen:
            yield Problem(
                "listed_twice",
                "/item_id",
                format_lazy(_("Remove this line: {item} is listed already."), item=row.get("item_id", "")),
                _("Lines of one item number its contents in the column content: 1, 2, 3."),
                line=line,
            )
        seen.add(number)
        for column in HEADER:
            if row.get(column) and first.get(column) and row[column] != first[column]:
                message = format_lazy(
                    _("Give the same {column} in every line of {item}."), column=column, item=row["item_id"]
                )
                yield Problem("lines_differ", f"/{column}", message, line=line)


def _goods(number: int, row: Mapping[str, str]) -> dict[str, Any]:
    item: dict[str, Any] = {"number": number}
    item.update({key: row[column] for column, key in GOODS.items() if row.get(column)})
    if row.get("currency"):
        item["currency"] = row["currency"]
    if row.get("certificate_type"):
        item["documents"] = [
            _paper(row["certificate_type"], row.get("certificate_number", ""), row.get("certificate_date", ""))
        ]
    return item


def _paper(kind: str, number: str, date: str) -> dict[str, str]:
    return {name: value for name, value in (("type", kind), ("number", number), ("date", date)) if value}


def _put(content: dict[str, Any], path: Sequence[str], value: str) -> None:
    for step in path[:-1]:
        content = content.setdefault(step, {})
    content[path[-1]] = value


def _completed(content: dict[str, Any]) -> dict[str, Any]:
    """What every item of a dispatch has in common: kind, type, procedure, mode, countries, and its own number as reference."""
    postal = dict(content.get("postal") or {})
    item_id = str(postal.get("item_id") or "")
    addressee = {"country": "KZ", **(postal.get("addressee") or {})}
    postal["addressee"] = addressee
    sender = postal.get("sender") or {}
    completed: dict[str, Any] = {
        "kind": "postal",
        "declaration_type": "PD",
        "function_code": "9",
        "procedure": "40",
        "border_mode": "50",
        "destination_country": addressee.get("country"),
        "dispatch_country": sender.get("country") or item_id[-2:],
        "local_ref": item_id,
        **content,
        "postal": postal,
    }
    for item in completed.get("items") or ():
        item.setdefault("packages", [{"type": "PK", "count": "1"}])
    whole: dict[str, Any] = without_absent(completed)
    return whole
