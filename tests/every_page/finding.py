"""Finding the pages: every link is followed, for each person, and a page is kept when it shows something new."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import asdict, replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from portal import access
from tests.every_page.objects import doors
from tests.every_page.visits import DOORS, PEOPLE, Visit
from tests.every_page.ways import NO_PAGE, SENT_EMPTY

LINK = re.compile(r'<(?:a|area|link)\b[^>]*?\shref="([^"#]*)')
PART = re.compile(r'\b(?:class|id)="([^"]*)"')
FETCHED_MOST = 6  # addresses of one kind looked at for one person
KEPT_MOST = 2  # pages of one kind visited in the end
MANY_LOOKS = {
    "declaration": (40, 9),
    "company_home": (6, 4),
    "signoff": (20, 4),
    "draft_section": (12, 9),
    "home": (1, 3),
    "control": (8, 4),
}


def kept(house: Any, notes: Path, *, newer_than: Path, again: bool) -> tuple[list[Visit], list[str]]:
    """The pages to visit and the rows without one; found once for a demo and noted beside the pictures."""
    if again or not notes.exists() or notes.stat().st_mtime < newer_than.stat().st_mtime:
        finder = Finder(doors())
        for person in PEOPLE:
            with house.opened(person, "en") as context:
                finder.follow(context, person)
                print(f"{len(finder.kept)} pages after {person or 'nobody'}", flush=True)
        found = {"visits": [asdict(visit) for visit in finder.kept], "no_pages": sorted(finder.no_pages)}
        notes.write_text(json.dumps(found, indent=1), encoding="utf-8")
    found = json.loads(notes.read_text(encoding="utf-8"))
    visits = [Visit(**one) for one in found["visits"]]
    return visits + _sent_empty(visits), _missing(visits, set(found["no_pages"]))


def _sent_empty(visits: list[Visit]) -> list[Visit]:
    """The same pages after their form was sent empty, last: what was sent stays in the demo."""
    return [
        replace(visit, name=f"{visit.name}-empty", way="empty", status=422)
        for visit in visits
        if visit.key in SENT_EMPTY and visit.status == 200 and visit.name == f"{visit.key}.{SENT_EMPTY[visit.key]}"
    ]


def _missing(visits: list[Visit], no_pages: set[str]) -> list[str]:
    """The rows of the access table that answer GET and of which no page was found."""
    found = {visit.key for visit in visits} | no_pages | set(NO_PAGE)
    return sorted(key for key, rule in access.table().items() if rule.allows_method("GET") and key not in found)


class Finder:
    """What was found so far."""

    def __init__(self, doors: dict[str, list[str]]) -> None:
        self.doors = doors
        self.kept: list[Visit] = []
        self.no_pages: set[str] = set()
        self.shown: dict[str, set[str]] = {}

    def follow(self, context: Any, person: str) -> None:
        """Follow every link from the doors of a person, breadth first."""
        waiting = deque(["/", *DOORS.get(person, ("/home/", "/desk/")), *self.doors.get(person, ())])
        met, fetched = set(waiting), Counter[str]()
        while waiting:
            path = waiting.popleft()
            key = key_of(path)
            if fetched[key] >= MANY_LOOKS.get(key, (FETCHED_MOST, 0))[0]:
                continue
            fetched[key] += 1
            for link in self.open(context, person, path, key):
                if link not in met and key_of(link) in access.table():
                    met.add(link)
                    waiting.append(link)

    def open(self, context: Any, person: str, path: str, key: str) -> Iterator[str]:
        """Fetch one address, keep it if it shows something new, and give its links."""
        answer = context.request.get(path, max_redirects=0)
        if 300 <= answer.status < 400:
            yield urljoin(path, answer.headers["location"])
            return
        if "text/html" not in answer.headers.get("content-type", ""):
            self.no_pages.add(key)
            return
        html = answer.text()
        if "<html" not in html:
            self.no_pages.add(key)
            return
        self.keep(Visit(key, "", person, path, answer.status), parts_of(html.partition("<main")[2]))
        for href in LINK.findall(html):
            yield urljoin(path, unescape(href))

    def keep(self, visit: Visit, parts: set[str]) -> None:
        """Keep a page whose parts were not all seen on a page of the same kind."""
        if visit.key in NO_PAGE:
            return
        key = visit.key if visit.status == 200 else f"{visit.key}-{visit.status}"
        shown = self.shown.setdefault(key, set())
        count = sum(1 for one in self.kept if one.name.rpartition(".")[0] == key)
        if count >= MANY_LOOKS.get(key, (0, KEPT_MOST))[1] or (count and parts <= shown):
            return
        shown |= parts
        self.kept.append(Visit(visit.key, f"{key}.{count + 1}", visit.person, visit.path, visit.status))


def parts_of(html: str) -> set[str]:
    """What a page is made of: the classes and ids in it, without what counts."""
    return {re.sub(r"\d+", "", word) for words in PART.findall(html) for word in words.split()}


def key_of(address: str) -> str:
    """The row of the access table an address belongs to; empty for addresses that are not ours."""
    parts = urlsplit(address)
    if parts.netloc or not parts.path.startswith("/"):
        return ""
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return "no_such_page" if "no-such" in parts.path else ""
