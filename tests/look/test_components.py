"""The page of components shows everything pages are built of, and nothing else is painted."""

import re
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).parents[2]
CSS = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "static").glob("*.css"))
PAINTED = set(re.findall(r"\.(sw-[\w-]+)", CSS))
# Painted, and for a reason not on the page.
NOT_SHOWN = {
    "sw-combo-list": "hangs over what follows it while a code is typed",
    "sw-combo-said": "stands in that list",
    "sw-js": "set by the script",
    "sw-js-only": "seen with the script only",
    "sw-no-js": "seen without the script only",
    "sw-paper": "on paper only",
    "sw-vehicle-gathered": "what a bubble stands for is not seen",
    "sw-screen": "on the screen only",
    "sw-sticky": "follows the page while it scrolls",
    "sw-columns": "divides a page",
    "sw-columns-desk": "divides a page",
    "sw-columns-form": "divides a page",
    "sw-columns-rule": "divides a page",
    "sw-narrow": "holds a page narrow",
    "sw-control": "divides a page",
    "sw-control-list": "divides a page",
    "sw-control-map": "divides a page",
    "sw-feed-lost": "set by the script while nothing is heard",
    "sw-land": "drawn on the map by the script",
    "sw-land-home": "drawn on the map by the script",
    "sw-map": "drawn by the script",
    "sw-map-frame": "around the map",
    "sw-map-small": "drawn by the script",
    "sw-movements": "holds a long table low",
    "sw-post-mark": "drawn on the map by the script",
    "sw-post-name": "drawn on the map by the script",
    "sw-track": "drawn on the map by the script",
    "sw-vehicle-name": "drawn on the map by the script",
    "sw-vehicle-placed": "drawn on the map by the script",
    "sw-wall": "makes a whole page larger",
    "sw-way-line": "drawn on the map by the script",
    "sw-way-line-rail": "drawn on the map by the script",
    "sw-whole-width": "widens a page",
    "sw-depth-4": "like the depths above it",
    "sw-depth-5": "like the depths above it",
}
OF_THE_PAGE = {"sw-icons", "sw-specimen", "sw-stage"}
# Put together from a word of the data, so that a template says only how they begin.
PUT_TOGETHER = re.compile(
    r"sw-(alarm|announcement|clock|depth|done|kpi|lane|mark|notice|now|role|stopped|tone|tone-text|vehicle|way-line)(-[\w-]+)?"
)


@pytest.fixture(scope="module")
def shown() -> str:
    """The page as it comes, with an error summary, and dense."""
    client = Client()
    return "".join(client.get("/components/" + query).content.decode() for query in ("", "?errors", "?dense"))


def test_every_template_of_a_component_is_on_the_page(client: Client) -> None:
    used = {template.name for template in client.get("/components/?errors").templates}
    kept = {f"components/{path.name}" for path in (ROOT / "templates" / "components").glob("*.html")}
    assert kept - used == set(), "give it an entry in templates/specimens/"


def test_every_class_that_is_painted_is_on_the_page(shown: str) -> None:
    used = {name for names in re.findall(r'class="([^"]*)"', shown) for name in names.split()}
    assert PAINTED - used - set(NOT_SHOWN) == set(), "give it an entry in templates/specimens/"


def test_nothing_is_excused_that_is_shown_or_gone(shown: str) -> None:
    used = {name for names in re.findall(r'class="([^"]*)"', shown) for name in names.split()}
    assert set(NOT_SHOWN) - PAINTED == set()
    assert set(NOT_SHOWN) & used == set()


def test_nothing_is_painted_that_no_page_uses() -> None:
    """Entries of the page of components do not count: they would keep alive what no other page has."""
    folders = [ROOT / name for name in ("templates", "portal", "clearance", "agencies", "static")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".js", ".py"}]
    texts = [path.read_text(encoding="utf-8") for path in files if not {"specimens", "vendor"} & set(path.parts)]
    used = {name for text in texts for name in re.findall(r"sw-[\w-]+", text)}
    dead = {name for name in PAINTED - used - OF_THE_PAGE if not PUT_TOGETHER.fullmatch(name)}
    assert dead == set()


@pytest.mark.parametrize(("language", "title"), [("ru", "Компоненты"), ("kk", "Компоненттер")])
def test_the_page_speaks_every_language(client: Client, language: str, title: str) -> None:
    answer = client.get("/components/", headers={"accept-language": language})
    assert f"<h1>{title}</h1>" in answer.content.decode()
