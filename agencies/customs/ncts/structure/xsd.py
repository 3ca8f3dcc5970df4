"""The official schemas, where the administrator keeps them: a message is checked against those too."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from agencies.customs.ncts.structure.checking import OTHER, Fault
from clearance.exchange import local_name


def faults_of(root: etree._Element) -> list[Fault]:
    """What the official schema of the message finds; nothing where no folder is set (NCTS_XSD) or it has none for it."""
    schema = _schema(str(settings.NCTS_XSD), local_name(root).lower()) if settings.NCTS_XSD else None
    if schema is None or schema.validate(root):
        return []
    return [
        Fault(
            OTHER,
            place_of(root, str(error.path)),
            error.line,
            _("Correct this by the official schema: {text}").format(text=str(error.message)[:400]),
        )
        for error in cast("Any", schema.error_log)
    ]


def place_of(root: etree._Element, path: str) -> str:
    """The path with positions of the element a schema speaks of."""
    spaces = {str(prefix): str(uri) for prefix, uri in root.nsmap.items() if prefix}
    found = root.xpath(path, namespaces=spaces) if path else []
    element = found[0] if isinstance(found, list) and found else root
    steps: list[str] = []
    here = element if isinstance(element, etree._Element) else None
    while here is not None:
        above, name = here.getparent(), local_name(here)
        same = (
            [one for one in above if isinstance(one.tag, str) and local_name(one) == name]
            if above is not None
            else [here]
        )
        steps.append(f"{name}[{same.index(here) + 1}]")
        here = above
    return "/" + "/".join(reversed(steps))


@cache
def _schema(folder: str, name: str) -> etree.XMLSchema | None:
    file = Path(folder) / f"{name}.xsd"
    return etree.XMLSchema(etree.parse(file)) if name.isalnum() and file.is_file() else None
