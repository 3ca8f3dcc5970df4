"""A WCO declaration into the canonical content, keeping everything that has no place there."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from lxml import etree

from clearance.content import Problem, problems_of, without_absent

from . import tree
from .elements import child, element_in, line_of, local_name, namespace_of, numbered_children, path_below, text_of
from .keeping import Keeping
from .kinds import kind_of
from .mapping import DECLARATION_NAMESPACE, METADATA_NAMESPACE, STATEMENTS, Group, Row
from .message import Message, Place
from .order import rank
from .parsing import parse
from .statements import apply
from .tree import Node, put
from .values import Spot

LONGEST_TEXT = 20_000


def read(data: bytes, content_type: str | None = None) -> Message:
    """Return what the message says; whatever the bytes are, faults are located problems and nothing is raised.

    `content_type` may be the header of a request; a charset in it does not override what the message declares.
    """
    del content_type  # The declaration inside the document is the only say in its encoding (RFC 7303 allows it).
    root, problems = parse(data)
    if root is None:
        return Message({}, problems)
    return read_tree(root)


def read_tree(root: etree._Element) -> Message:
    """Return what a parsed message says."""
    declaration, problem = _declaration_in(root)
    if declaration is None:
        return Message({}, [problem] if problem else [])
    return _Reader().message(root, declaration)


def _declaration_in(root: etree._Element) -> tuple[etree._Element | None, Problem | None]:
    name = local_name(root)
    if name == "Declaration":
        return root, None
    if name != "MetaData":
        return None, Problem(
            "not_a_declaration",
            f"/{name}[1]",
            format_lazy(_("Send a WCO declaration: its root is MetaData or Declaration, not {name}."), name=name[:80]),
            line=line_of(root),
        )
    found = [part for part in root if isinstance(part.tag, str) and local_name(part) == "Declaration"]
    if len(found) == 1:
        return found[0], None
    others = ", ".join(sorted({local_name(part)[:80] for part in root if isinstance(part.tag, str)}))
    message = (
        format_lazy(_("Send each declaration in a message of its own: this one holds {count}."), count=len(found))
        if found
        else format_lazy(_("Put a Declaration into MetaData: it holds only {names}."), names=others or "-")
    )
    place = f"/MetaData[1]/Declaration[{2 if found else 1}]"
    return None, Problem("not_a_declaration", place, message, line=line_of(found[1] if found else root))


class _Reader:
    """One reading of one message; collects the content, the places, what is kept, and the remarks."""

    def __init__(self) -> None:
        self.content: dict[str, Any] = {}
        self.places: dict[str, Place] = {}
        self.keeping = Keeping()
        self.problems: list[Problem] = []
        self.namespace = ""

    def message(self, root: etree._Element, declaration: etree._Element) -> Message:
        """Read the message whose declaration is given."""
        if root is declaration:
            path = "/Declaration[1]"
        else:
            path = "/MetaData[1]/Declaration[1]"
            self.namespace = namespace_of(root)
            self.keeping.shell("/MetaData[1]", root, METADATA_NAMESPACE)
            self.read_node(root, tree.envelope(), {}, "", "/MetaData[1]", 1, passing=declaration)
        self.namespace = namespace_of(declaration)
        self.keeping.shell(path, declaration, DECLARATION_NAMESPACE if root is not declaration else None)
        self.places[""] = Place(path, line_of(declaration))
        self.imply_kind(declaration, path)
        self.read_node(declaration, tree.declaration(), self.content, "", path, 1)
        statements = self.content.pop(STATEMENTS, [])
        apply(statements, self.content)
        if self.keeping.pieces:
            self.content["unmapped"] = self.keeping.pieces
        content = without_absent(self.content)
        self.doubt_container_flag(declaration, path)
        message = Message(content, self.problems, self.places)
        self.problems.extend(message.located(problems_of(content)))
        return message

    def imply_kind(self, declaration: etree._Element, path: str) -> None:
        """Set kind and header procedure as TypeCode and the first item imply; a statement may say otherwise later."""
        shipment = child(declaration, "GoodsShipment")
        item = child(shipment, "GovernmentAgencyGoodsItem") if shipment is not None else None
        box37 = child(item, "GovernmentProcedure") if item is not None else None
        current = child(box37, "CurrentCode") if box37 is not None else None
        procedure = text_of(current)
        type_code = child(declaration, "TypeCode")
        kind = kind_of(text_of(type_code), procedure)
        if kind:
            self.content["kind"] = kind
        if procedure:
            self.content["procedure"] = procedure
        line = line_of(declaration) if type_code is None else line_of(type_code)
        self.places["/kind"] = Place(f"{path}/TypeCode[1]", line)
        first = f"{path}/GoodsShipment[1]/GovernmentAgencyGoodsItem[1]/GovernmentProcedure[1]/CurrentCode[1]"
        self.places["/procedure"] = Place(first, line_of(declaration) if current is None else line_of(current))

    def doubt_container_flag(self, declaration: etree._Element, path: str) -> None:
        """Warn where the message says "no containers" (box 19) and lists some; the flag is no field of ours."""
        shipment = child(declaration, "GoodsShipment")
        consignment = child(shipment, "Consignment") if shipment is not None else None
        flag = child(consignment, "ContainerCode") if consignment is not None else None
        if flag is not None and text_of(flag) == "0" and self.content.get("containers"):
            self.problems.append(
                Problem(
                    "container_flag",
                    f"{path}/GoodsShipment[1]/Consignment[1]/ContainerCode[1]",
                    _("Set the container flag to 1, or leave out the containers: the message lists some."),
                    line=line_of(flag),
                    severity="warning",
                )
            )

    def read_node(
        self,
        element: etree._Element,
        node: Node,
        part: dict[str, Any],
        pointer: str,
        path: str,
        position: int,
        passing: etree._Element | None = None,
    ) -> None:
        """Read one element by the rows, groups and ways of its node; keep what is left."""
        numbered = numbered_children(element)
        places = {kid: f"{path}/{local_name(kid)}[{n}]" for kid, n in numbered}
        ours: dict[str, list[etree._Element]] = {}
        for kid, _n in numbered:
            if kid is not passing and namespace_of(kid) == self.namespace:
                ours.setdefault(local_name(kid), []).append(kid)
        taken: set[etree._Element] = set() if passing is None else {passing}
        for row in node.rows:
            self.read_row(row, element, ours, taken, places, part, pointer, path, position)
        for group, inner in node.groups:
            self.read_group(group, inner, element, ours, taken, places, part, pointer, path)
        for name, below in node.below.items():
            first = next((kid for kid in ours.get(name, ()) if kid not in taken and len(kid)), None)
            if first is not None:
                taken.add(first)
                self.keeping.attributes(places[first], first)
                self.read_node(first, below, part, pointer, places[first], position)
            else:
                self.expect(below, part, pointer, f"{path}/{name}[1]", line_of(element))
        name = local_name(element)
        for kid in sorted(
            (kid for kid, _n in numbered if kid not in taken), key=lambda kid: rank(name, local_name(kid))
        ):
            self.keeping.whole(places[kid], kid)
        self.keeping.text(path, element)

    def read_row(
        self,
        row: Row,
        element: etree._Element,
        ours: dict[str, list[etree._Element]],
        taken: set[etree._Element],
        places: dict[etree._Element, str],
        part: dict[str, Any],
        pointer: str,
        path: str,
        position: int,
    ) -> None:
        """Read the fields of one row; keep its elements too where writing would not give them back as they are."""
        if row.when and not row.when(self.content):
            return
        found = claimed(row, ours, taken)
        taken.update(found)
        spot = Spot(row.fields, row.names, position, self.make)
        reading = row.way.read(found, spot)
        if row.fields == (STATEMENTS,):
            for name, value in reading.values.items():
                part[name] = value
            for said, source in reading.sources.items():
                self.places[said] = Place(places[source], line_of(source))
            return
        for name, value in reading.values.items():
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                source = reading.sources[name]
                self.problems.append(
                    Problem(
                        "too_long",
                        places.get(source, places.get(found[0], path)),
                        _("Shorten this text: at most 20,000 characters are kept."),
                        line=line_of(source),
                    )
                )
            else:
                put(part, name, value)
        belongs = places[found[0]] if found else f"{path}/{row.names[-1]}[1]"
        line = line_of(found[0] if found else element)
        for name in row.fields:
            self.places.setdefault(f"{pointer}/{name}", Place(belongs, line))
        for name, source in reading.sources.items():
            self.places[f"{pointer}/{name}"] = Place(path_below(source, places, belongs), line_of(source))
        for source, code, remark in reading.remarks:
            self.problems.append(Problem(code, places[source], remark, line=line_of(source), severity="warning"))
        if not row.way.gives_back(found, reading, spot):
            if not found:
                self.keeping.absence(belongs)
            for one in found:
                self.keeping.whole(places[one], one)

    def read_group(
        self,
        group: Group,
        inner: Node,
        element: etree._Element,
        ours: dict[str, list[etree._Element]],
        taken: set[etree._Element],
        places: dict[etree._Element, str],
        part: dict[str, Any],
        pointer: str,
        path: str,
    ) -> None:
        """Read each repeated element as one entry of the list."""
        entries: list[dict[str, Any]] = []
        line = line_of(element)
        for kid in ours.get(group.name, ()):
            if kid in taken:
                continue
            taken.add(kid)
            entry: dict[str, Any] = {}
            here = f"{pointer}/{group.field}/{len(entries)}"
            entries.append(entry)
            self.places[here] = Place(places[kid], line_of(kid))
            self.keeping.attributes(places[kid], kid)
            self.read_node(kid, inner, entry, here, places[kid], len(entries))
        if entries:
            put(part, group.field, entries)
            self.places[f"{pointer}/{group.field}"] = self.places[f"{pointer}/{group.field}/0"]
        else:
            self.places[f"{pointer}/{group.field}"] = Place(f"{path}/{group.name}[1]", line)

    def expect(self, node: Node, part: dict[str, Any], pointer: str, path: str, line: int | None) -> None:
        """Note where the fields below an absent element would stand."""
        for row in node.rows:
            for name in row.fields:
                if name and not (row.when and not row.when(self.content)):
                    self.places.setdefault(f"{pointer}/{name}", Place(f"{path}/{row.names[-1]}[1]", line))
        for group, _inner in node.groups:
            self.places.setdefault(f"{pointer}/{group.field}", Place(f"{path}/{group.name}[1]", line))
        for name, below in node.below.items():
            self.expect(below, part, pointer, f"{path}/{name}[1]", line)

    def make(self, name: str, text: str | None = None, **attributes: str) -> etree._Element:
        """Return an element in the namespace of the message."""
        made = element_in(self.namespace, name, attributes)
        made.text = text
        return made


def claimed(row: Row, ours: dict[str, list[etree._Element]], taken: set[etree._Element]) -> list[etree._Element]:
    """Return the elements that belong to a row: the first of each name, or all of a family."""
    found: list[etree._Element] = []
    for name in row.names:
        free = [kid for kid in ours.get(name, ()) if kid not in taken and row.way.claims(kid)]
        found += free if row.way.is_family else free[:1]
    return found
