"""The canonical content as a WCO declaration, with everything given back that a message held beyond our fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from lxml import etree

from clearance.content import without_absent

from . import tree
from .elements import element_in, local_name, namespace_of
from .keeping import Kept, copy_of
from .mapping import DECLARATION_NAMESPACE, METADATA_NAMESPACE, STATEMENTS, Group, Row
from .order import rank
from .reading import claimed, read_tree
from .statements import Statement, differences
from .tree import Node, value_at
from .values import Spot


def write(content: Mapping[str, Any]) -> bytes:
    """Return the declaration as WCO XML in UTF-8; reading it gives this content again."""
    wanted = without_absent(content)
    kept = Kept(wanted.get("unmapped") or ())
    given = read_tree(_root(wanted, kept, ())).content
    statements = list(
        differences(
            {key: value for key, value in wanted.items() if key != "unmapped"},
            {key: value for key, value in given.items() if key != "unmapped"},
        )
    )
    root = _root(wanted, kept, statements)
    etree.indent(root, space="  ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _root(content: dict[str, Any], kept: Kept, statements: Iterable[Statement]) -> etree._Element:
    tops = kept.elements.get("", {})
    metadata_shell = tops.get("MetaData", {}).get(1)
    alone_shell = tops.get("Declaration", {}).get(1)
    part = {**content, STATEMENTS: list(statements)}
    if alone_shell is not None:
        return _declaration(part, kept, alone_shell, "/Declaration[1]")
    root = (
        etree.Element(f"{{{METADATA_NAMESPACE}}}MetaData", nsmap={"md": METADATA_NAMESPACE})
        if metadata_shell is None
        else copy_of(metadata_shell)
    )
    declaration_shell = kept.elements.get("/MetaData[1]", {}).get("Declaration", {}).get(1)
    declaration = _declaration(part, kept, declaration_shell, "/MetaData[1]/Declaration[1]")
    writer = _Writer(namespace_of(root), {}, kept)
    writer.write_node(root, tree.envelope(), {}, "/MetaData[1]", 1, ready=declaration)
    return root


def _declaration(part: dict[str, Any], kept: Kept, shell: etree._Element | None, path: str) -> etree._Element:
    root = (
        etree.Element(
            f"{{{DECLARATION_NAMESPACE}}}Declaration", nsmap=cast("dict[str, str]", {None: DECLARATION_NAMESPACE})
        )
        if shell is None
        else copy_of(shell)
    )
    _Writer(namespace_of(root), part, kept).write_node(root, tree.declaration(), part, path, 1)
    return root


class _Writer:
    """One writing of one declaration in one namespace."""

    def __init__(self, namespace: str, content: Mapping[str, Any], kept: Kept) -> None:
        self.namespace = namespace
        self.content = content
        self.kept = kept

    def make(self, name: str, text: str | None = None, **attributes: str) -> etree._Element:
        """Return an element in the namespace of the declaration."""
        made = element_in(self.namespace, name, attributes)
        made.text = text
        return made

    def write_node(
        self,
        element: etree._Element,
        node: Node,
        part: Mapping[str, Any],
        path: str,
        position: int,
        ready: etree._Element | None = None,
    ) -> None:
        """Fill an element: entries of lists, fields, elements on the way to others, and what was kept here."""
        kept = self.kept.at(path)
        children = _Children(local_name(element))
        if ready is not None:
            kept.pop("Declaration", None)
            children.add(ready)
        literal = {row: self.literals(row, part, kept, position) for row in node.rows}
        for group, inner in node.groups:
            self.write_group(group, inner, part, path, kept, children)
        for row in node.rows:
            as_kept = literal[row]
            if as_kept is not None:
                for name, place in as_kept:
                    kept_here = kept[name].pop(place)
                    if kept_here is not None:
                        children.add(copy_of(kept_here), place)
                continue
            for one in self.fields_of(row, part, position):
                children.add(one)
        for name, below in node.below.items():
            inner_element = self.make(name)
            self.write_node(inner_element, below, part, f"{path}/{name}[1]", position)
            if len(inner_element) or inner_element.attrib or inner_element.text:
                children.add(inner_element, 1)
                kept.get(name, {}).pop(1, None)
        for by_position in kept.values():
            for place, kept_element in by_position.items():
                if kept_element is not None:
                    children.add(copy_of(kept_element), place)
        for name, value in self.kept.attributes.get(path, {}).items():
            element.set(name, value)
        element.text = " ".join(self.kept.texts.get(path, ())) or None
        element.extend(children.in_order())

    def fields_of(self, row: Row, part: Mapping[str, Any], position: int) -> list[etree._Element]:
        """Return the elements that say the fields of a row now; none where they would be read back differently."""
        if row.when and not row.when(self.content):
            return []
        values = {name: value for name in row.fields if (value := value_at(part, name)) is not None}
        spot = Spot(row.fields, row.names, position, self.make)
        written = row.way.write(values, spot)
        # What these elements cannot say faithfully (a text with spaces around it, say) goes into a statement.
        is_faithful = row.fields == (STATEMENTS,) or row.way.read(written, spot).values == values
        return written if is_faithful else []

    def literals(
        self, row: Row, part: Mapping[str, Any], kept: dict[str, dict[int, etree._Element | None]], position: int
    ) -> list[tuple[str, int]] | None:
        """Return the places of kept elements that still say what the content says; None: write the fields anew."""
        if row.when and not row.when(self.content):
            return None
        here: dict[str, list[etree._Element]] = {}
        places: dict[int, tuple[str, int]] = {}
        absent: list[tuple[str, int]] = []
        for name in row.names:
            for place, element in sorted(kept.get(name, {}).items()):
                if element is None:
                    absent.append((name, place))
                elif namespace_of(element) == self.namespace:
                    here.setdefault(name, []).append(element)
                    places[id(element)] = (name, place)
        found = claimed(row, here, set())
        if not found and not absent:
            return None
        said = row.way.read(found, Spot(row.fields, row.names, position, self.make)).values
        now = {name: value for name in row.fields if name and (value := value_at(part, name)) is not None}
        stale = said != now
        if stale:
            for one in found:
                name, place = places[id(one)]
                kept[name].pop(place)
            for name, place in absent:
                kept[name].pop(place)
            return None
        return [places[id(one)] for one in found] + absent

    def write_group(
        self,
        group: Group,
        inner: Node,
        part: Mapping[str, Any],
        path: str,
        kept: dict[str, dict[int, etree._Element | None]],
        children: _Children,
    ) -> None:
        """Write the entries of a list at the positions that nothing kept occupies."""
        occupied = set(kept.get(group.name, {}))
        place = 0
        for count, entry in enumerate(value_at(part, group.field) or (), start=1):
            place += 1
            while place in occupied:
                place += 1
            element = self.make(group.name)
            self.write_node(element, inner, entry, f"{path}/{group.name}[{place}]", count)
            children.add(element, place)


class _Children:
    """The children of an element being written: of one name by kept position, names in the order of the schema."""

    def __init__(self, parent: str) -> None:
        self.parent = parent
        self.by_name: dict[str, list[tuple[int | None, etree._Element]]] = {}

    def add(self, element: etree._Element, place: int | None = None) -> None:
        """Add a child, at a position among its name or after the others."""
        self.by_name.setdefault(local_name(element), []).append((place, element))

    def in_order(self) -> list[etree._Element]:
        """Return the children as they are to stand."""
        ordered: list[etree._Element] = []
        for name in sorted(self.by_name, key=lambda name: rank(self.parent, name)):
            placed = sorted(((n, one) for n, one in self.by_name[name] if n is not None), key=lambda pair: pair[0])
            free = [one for n, one in self.by_name[name] if n is None]
            line: list[etree._Element] = []
            for n, one in placed:
                while free and len(line) < n - 1:
                    line.append(free.pop(0))
                line.append(one)
            ordered += line + free
        return ordered
