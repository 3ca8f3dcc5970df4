"""What is true of every template, whoever wrote it."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path for folder in ("templates", "portal", "clearance", "agencies") for path in (ROOT / folder).rglob("*.html")
)
ICON = re.compile(r"{%\s*icon\s+[\"']([\w-]+)[\"']")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_keeps_the_content_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=", text), "styles belong in static/portal.css"
    assert not re.search(r"\son[a-z]+=\"", text), "behaviour belongs in static/portal.js"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "scripts belong in static/"
    assert "hx-on" not in text, "hx-on needs eval, which the content policy refuses"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_compiles(path: Path) -> None:
    parts = path.relative_to(ROOT).parts
    name = "/".join(parts[parts.index("templates") + 1 :])
    get_template(name)


def test_a_table_never_makes_its_page_scroll_sideways() -> None:
    """It scrolls in a region of its own; most become cards on a phone besides."""
    loose = [
        path.relative_to(ROOT).as_posix()
        for path in TEMPLATES
        if '<table class="sw-table' in (text := path.read_text(encoding="utf-8"))
        and "sw-scroll" not in text
        and "sw-cards" not in text
    ]
    assert loose == []


def test_every_icon_named_is_kept() -> None:
    named = {name for path in TEMPLATES for name in ICON.findall(path.read_text(encoding="utf-8"))}
    kept = {path.stem for path in (ROOT / "static" / "vendor" / "icons").glob("*.svg")}
    assert named
    assert named <= kept


def test_an_unknown_icon_is_a_mistake_seen_at_once() -> None:
    page = engines["django"].from_string("{% load look %}{% icon 'no-such-icon' %}")
    with pytest.raises(FileNotFoundError):
        page.render({})
