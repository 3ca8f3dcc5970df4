"""What is asked of every page: nothing bars the way, nothing scrolls sideways, no word of another language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.browser import AXE, AXE_TAGS, sideways

DEMO = Path(__file__).parents[2] / "portal" / "demo"
MADE_HERE = "The BIN belongs to another company."  # the reason for which objects.py has a company rejected
NOTED_HERE = "Written for pictures"  # its note on a draft of a rulebook
STOPPED_HERE = "Weighing at Kapchagai differs from the papers."  # its reason for stopping a movement
# Small words that a sentence hardly does without and that the other two languages do not have.
SMALL_WORDS = {
    "en": frozenset(
        "the of and to is are for with you your by from not this it be has have was or an at".split()  # noqa: SIM905
    ),
    "ru": frozenset("и в с на для или по от при из что это вы ваш к о до за как он она они если".split()),  # noqa: SIM905
    "kk": frozenset(
        "және үшін бойынша туралы емес керек қажет болып болады арқылы дейін кейін немесе егер осы".split()  # noqa: SIM905
    ),
}
ENGLISH_NAMES = re.compile(r"\b[A-Z][\w.&-]*(?: (?:of|and|the) [A-Z][\w.&-]*)+")
PAGE_FACTS = """() => {
  const here = document.documentElement.lang;
  const said = new Set();
  const ours = (e) => e.closest("[lang]").lang === here && !e.closest("script, style, code, pre, .sw-ref, textarea");
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim().replace(/\\s+/g, " ");
    if (text && ours(walk.currentNode.parentElement)) said.add(text);
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    for (const e of document.querySelectorAll(`body [${name}]`)) if (ours(e)) said.add(e.getAttribute(name));
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return {
    title: document.title, language: here, said: [...said],
    headings: [...document.querySelectorAll("h1")].map((e) => e.innerText.replace(/\\s+/g, " ").trim()),
    twice: [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))],
  };
}"""


def axe_faults(page: Any, *, only_colours: bool = False) -> list[str]:
    """What axe finds; a theme changes colours and nothing else."""
    what = (
        {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
        if only_colours
        else {"type": "tag", "values": AXE_TAGS}
    )
    found = page.evaluate("what => axe.run(document, {runOnly: what, resultTypes: ['violations']})", what)
    return [
        f"axe {fault['id']}: {fault['help']} {[node['target'][-1] for node in fault['nodes']][:4]}"
        for fault in found["violations"]
    ]


def with_axe(page: Any) -> None:
    """Bring axe into the page; not by a script tag, which the content policy would refuse."""
    page.evaluate(AXE.read_text(encoding="utf-8"))


def page_faults(page: Any, language: str, *, only_english: bool = False) -> Iterator[str]:
    """What the page says wrongly: title, heading, ids, words."""
    facts = page.evaluate(PAGE_FACTS)
    if facts["language"] != language:
        yield f"the page says it is in {facts['language']}"
    if len(facts["headings"]) != 1:
        yield f"{len(facts['headings'])} first headings: {facts['headings']}"
    elif letters(facts["headings"][0]) not in letters(facts["title"]):
        yield f"the title {facts['title']!r} does not hold the heading {facts['headings'][0]!r}"
    if facts["twice"]:
        yield f"ids used twice: {facts['twice'][:5]}"
    for text in [] if only_english else facts["said"]:
        if word := foreign(text, language):
            yield f"not {language} ({word}): {text[:110]!r}"


def letters(text: str) -> str:
    """A text without blanks and capitals, to compare what was laid out with what was written."""
    return re.sub(r"\s+", "", text).casefold()


def foreign(text: str, language: str) -> str:
    """A small word of another language in a text, or nothing."""
    text = ENGLISH_NAMES.sub("", without_typed(text))
    words = set(re.findall(r"[^\W\d_]+", text))
    for other, small in SMALL_WORDS.items():
        if other != language and (met := words & (small - SMALL_WORDS[language])) and len(words) > 1:
            return f"{other}: {min(met)}"
    return ""


def without_typed(text: str) -> str:
    """A text without what people of the demo typed, also where it was cut off, and without codes."""
    for typed in typed_in_the_demo():
        text = text.replace(typed, "")
        start = text.find(typed[:12])
        if start >= 0 and text.endswith("…") and typed.startswith(text[start:-1]):
            text = text[:start]
    return re.sub(r"\S*[/_]\S*", "", text)


@cache
def typed_in_the_demo() -> list[str]:
    """Every text in the code that plays the demo, the longest first: what people of it typed, in their own language."""
    found = {MADE_HERE, NOTED_HERE, STOPPED_HERE}
    for path in DEMO.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value.split()) > 1:
                found.add(node.value)
    return sorted(found, key=len, reverse=True)


def sideways_faults(page: Any) -> list[str]:
    """What scrolls sideways in the narrowest window."""
    found = sideways(page)
    return [f"scrolls sideways at 320: {found}"] if found else []
