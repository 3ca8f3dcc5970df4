"""From bytes to a tree, whatever the bytes are: anything wrong becomes a located problem, nothing is raised.

No entity is expanded, no DTD is read, nothing is fetched; size, depth and number of elements are bounded before any
of them can cost much.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from lxml import etree

from clearance.content import LARGEST_CONTENT, Problem

from .elements import line_of, local_name

DEEPEST_MESSAGE = 64
"""Levels of elements read at most; a WCO declaration has eight."""

MOST_ELEMENTS = 150_000
"""Elements read at most; a declaration of 999 full items has about 60,000."""

ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "iso-8859-1": "iso-8859-1",
    "windows-1251": "cp1251",
}
"""Encodings a message may declare, with the name Python knows them by."""

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BEFORE_ROOT = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)


def parse(data: bytes) -> tuple[etree._Element | None, list[Problem]]:
    """Return the root element, or None and why there is none."""
    if len(data) > LARGEST_CONTENT:
        return None, [Problem("too_large", "/", _("Send at most 10 MB: split the declaration."))]
    if not data.strip():
        return None, [Problem("empty", "/", _("Send the declaration: the message is empty."), line=1)]
    text, problem = _decoded(data)
    if problem:
        return None, [problem]
    before = _BEFORE_ROOT.match(text)
    start = before.end() if before else 0
    if text.startswith("<!DOCTYPE", start):
        return None, [
            Problem(
                "dtd",
                "/",
                _("Remove the DOCTYPE: a message may not bring a document type or entities of its own."),
                line=text.count("\n", 0, start) + 1,
            )
        ]
    parser = _parser()
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as fault:
        return None, [_not_well_formed(text, fault)]
    except ValueError:
        return None, [Problem("not_xml", "/", _("Send XML: the text holds characters that XML does not know."))]
    return _within_bounds(root)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )


def fragment(xml: str) -> etree._Element | None:
    """Return the element in a kept piece of a message, or None where it is not one plain element."""
    if len(xml) > LARGEST_CONTENT or not xml.startswith("<") or xml.startswith("<!"):
        return None
    try:
        return etree.fromstring(xml.encode(), _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None


def _decoded(data: bytes) -> tuple[str, Problem | None]:
    """Return the text without its XML declaration's say in the matter, or where the encoding breaks."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif data.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    elif declared := _DECLARED.match(data[:400]):
        name = declared.group(1).decode("ascii").lower()
        if name not in ENCODINGS:
            return "", Problem(
                "encoding",
                "/",
                format_lazy(_("Save the message as UTF-8: the encoding {name} is not read here."), name=name),
                line=1,
            )
        encoding = ENCODINGS[name]
    else:
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        return "", Problem(
            "encoding",
            "/",
            format_lazy(
                _("Save the message in the encoding it declares: byte {place} is not {encoding}."),
                place=fault.start,
                encoding=encoding.removesuffix("-sig").upper(),
            ),
            line=data.count(b"\n", 0, fault.start) + 1,
        )
    return text, None


def _not_well_formed(text: str, fault: etree.XMLSyntaxError) -> Problem:
    line, column = fault.position if fault.position else (1, 1)
    if "xcessive depth" in str(fault) or "XML_PARSE_HUGE" in str(fault):
        return _too_deep("/", line)
    return Problem(
        "not_well_formed",
        _open_at_fault(text) or "/",
        format_lazy(
            _("Mend the XML at line {line}, column {column}: {reason}"),
            line=line,
            column=column,
            reason=" ".join((fault.msg or "").split(", line ")[0].split())[:200],
        ),
        _("The path is the last element that was open when reading stopped."),
        line=line,
    )


def _open_at_fault(text: str) -> str:
    """Return the path with positions of the element that was open when the XML stopped being well formed."""
    reader = etree.XMLPullParser(
        ("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        encoding="utf-8",
    )
    with contextlib.suppress(etree.XMLSyntaxError, ValueError):
        reader.feed(text.encode())
    steps: list[str] = []
    counts: list[dict[str, int]] = [{}]
    try:
        for event, found in reader.read_events():
            element = cast("etree._Element", found)
            if event == "start":
                name = local_name(element)
                counts[-1][name] = counts[-1].get(name, 0) + 1
                steps.append(f"{name}[{counts[-1][name]}]")
                counts.append({})
            elif len(steps) > 1:
                steps.pop()
                counts.pop()
    except etree.XMLSyntaxError:
        pass
    return "/" + "/".join(steps) if steps else ""


def _too_deep(path: str, line: int | None) -> Problem:
    return Problem("too_deep", path, _("Use at most 64 levels of elements."), line=line)


def _within_bounds(root: etree._Element) -> tuple[etree._Element | None, list[Problem]]:
    """Return the root if it is neither too deep nor too full; walks without recursion."""
    depth = count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        count += 1
        if depth > DEEPEST_MESSAGE:
            return None, [_too_deep(f"/{local_name(root)}[1]", line_of(element))]
        if count > MOST_ELEMENTS:
            return None, [
                Problem(
                    "too_many_elements",
                    f"/{local_name(root)}[1]",
                    _("Split the declaration: at most 150,000 elements are read."),
                    line=line_of(element),
                )
            ]
    return root, []
