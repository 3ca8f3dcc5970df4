"""`make shots`: the pictures of the README and the docs, taken in Chromium from the demo that is running.

Writes docs/pictures/*.png and their index. `make shots ARGS="case queue"` takes only those.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

from tests.browser import ARGUMENTS, chromium_path

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
DESKTOP, WIDE, CENTRE, PHONE = (1280, 900), (1440, 900), (1560, 1010), (390, 844)
TALLEST = 1400  # pixels of a page that a picture shows
Way = Callable[[Any], None]


def first_link(url: str, selector: str = "main a.sw-ref") -> Way:
    """Go to a list and open its first entry."""

    def go(page: Any) -> None:
        page.goto(url)
        page.locator(selector).first.click()

    return go


def to(url: str) -> Way:
    """Go to an address."""
    return lambda page: page.goto(url)


def explained(page: Any) -> None:
    """Ask the public page about red apples."""
    page.goto(
        "/what-will-i-need/?kind=import&commodity_code=0808108006&origin=CN&mode=30&net_mass_kg=18000&value=7500000"
    )


def asked(page: Any) -> None:
    """Open the first declaration on which an agency has a question."""
    page.goto("/declarations/?tab=action")
    for url in page.locator("main a.sw-ref").evaluate_all("links => links.map((link) => link.href)"):
        page.goto(url)
        if page.locator("a[href*='/questions/']").count():
            return


def draft(part: str = "") -> Way:
    """Open a page of the longest draft of the company."""

    def go(page: Any) -> None:
        page.goto("/declarations/?tab=drafts")
        page.locator("main a.sw-ref").first.click()
        page.goto(page.url + part)

    return go


def control(page: Any) -> None:
    """Open the control centre and wait for its map."""
    page.goto("/agencies/customs/control/")
    page.wait_for_selector("#map[data-ready]")


def parcel(page: Any) -> None:
    """Open the page of an addressee whose parcel is to be paid for."""
    from tests.every_page.objects import parcel_to_pay  # models are there only after django.setup()

    page.goto(parcel_to_pay())


def faulty_section(page: Any) -> None:
    """Begin a declaration and send the parties empty."""
    page.goto("/declarations/new/")
    page.get_by_label("Transit: goods pass under customs control").check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Parties", exact=True).click()
    page.get_by_role("button", name="Save and continue").click()


@dataclass(frozen=True)
class Shot:
    """One picture: what it shows, as whom, how to get there, and in which window."""

    name: str
    says: str
    go: Way
    kind: str = ""  # of the demo's accounts; "" for nobody
    agency: str = ""
    size: tuple[int, int] = DESKTOP
    scheme: str = "light"
    language: str = "en"
    who: str = ""  # one account by its name, where the kind does not say enough
    tallest: int = TALLEST


CASE = asked
QUEUE = to("/desk/queue/")
SIGN_OFF = first_link("/desk/queue/", ".sw-case a")
DISPATCH, SCAN = first_link("/dispatches/", "main tbody tr:last-child a.sw-ref"), to("/dispatches/scan/")
MATRIX, RULEBOOK = to("/agency/people/plant_health/matrix/"), to("/agency/rulebooks/plant_health/1/")
MOVEMENT = first_link("/agencies/customs/control/", "[data-movement] a")
SIGN_BOOK = to("/agency/rulebooks/plant_health/2/sign/")
SHOTS = (
    Shot("public", "The first page", to("/")),
    Shot("explain", "Anybody asks what they will need", explained),
    Shot("tariff", "The tariff, searched by a word", to("/tariff/?q=apples")),
    Shot("procedure", "The page of a procedure", to("/procedures/40/")),
    Shot("public-phone-kk", "The first page on a phone, in Kazakh", to("/"), size=PHONE, language="kk"),
    Shot("parcel-phone", "An addressee pays for a parcel, on a phone", parcel, size=PHONE),
    Shot("home", "What a company must do first", to("/home/"), "trader"),
    Shot("declarations", "A company's declarations", to("/declarations/?tab=progress"), "trader"),
    Shot("case", "A trader follows a declaration", CASE, "trader"),
    Shot("case-ru", "The same in Russian", CASE, "trader", language="ru"),
    Shot("case-kk", "The same in Kazakh", CASE, "trader", language="kk"),
    Shot("case-dark", "The same in the dark", CASE, "trader", scheme="dark"),
    Shot("case-phone", "The same on a phone", CASE, "trader", size=PHONE),
    Shot("released", "Released", first_link("/declarations/?tab=released"), "trader"),
    Shot("tasks", "A declaration is a list of sections", draft(), "trader"),
    Shot("tasks-ru", "The same in Russian", draft(), "trader", language="ru"),
    Shot("goods", "Goods are a table with the problems of each row", draft("items/"), "trader"),
    Shot("goods-phone", "The same on a phone, in the dark", draft("items/"), "trader", size=PHONE, scheme="dark"),
    Shot("item", "One item of the goods", draft("items/1/"), "trader"),
    Shot("documents-kk", "The papers of a declaration, in Kazakh", draft("documents/"), "trader", language="kk"),
    Shot("messages", "The inbox", to("/messages/"), "trader"),
    Shot("broker", "A broker has the declarations of every client in one list (in Russian)", to("/home/"), "broker"),
    Shot("section-errors", "What is wrong, in the summary and at the field", faulty_section, "trader"),
    Shot("desk", "An officer's desk", to("/desk/"), "officer", "plant_health", size=WIDE),
    Shot("queue", "The queue of an agency", QUEUE, "officer", "plant_health", size=WIDE),
    Shot("queue-dark", "The same in the dark", QUEUE, "officer", "customs", size=WIDE, scheme="dark"),
    Shot("queue-phone", "The same on a phone", QUEUE, "officer", "plant_health", size=PHONE),
    Shot("sign-off", "A sign-off with its decision", SIGN_OFF, "officer", "plant_health", size=WIDE),
    Shot("record", "Everything recorded of a declaration", first_link("/desk/find/?q=Altyn"), "auditor", tallest=1100),
    Shot("payments", "What is to be paid", to("/desk/payments/"), "cashier", size=WIDE),
    Shot("routing-desk", "What no rule could place", to("/desk/routing/"), "routing_desk", size=WIDE),
    Shot(
        "dispatch", "A dispatch: what is released, what is not, and why, in Kazakh", DISPATCH, who="marat", tallest=900
    ),
    Shot("scan-phone-kk", "Parcels are scanned, on a phone, in Kazakh", SCAN, who="marat", size=PHONE, language="kk"),
    Shot(
        "matrix-ru",
        "Who may do what at an agency, in Russian",
        MATRIX,
        "admin",
        "plant_health",
        language="ru",
        tallest=800,
    ),
    Shot(
        "rulebook-kk",
        "The rules of an agency in words, in Kazakh",
        RULEBOOK,
        "admin",
        "plant_health",
        language="kk",
        tallest=800,
    ),
    Shot(
        "rule-change",
        "What a colleague signs: each changed rule",
        SIGN_BOOK,
        "admin",
        "plant_health",
        scheme="dark",
        tallest=800,
    ),
    Shot("control", "The control centre", control, who="shift.head", size=CENTRE),
    Shot("control-dark", "The same in the dark", control, who="shift.head", size=CENTRE, scheme="dark"),
    Shot("control-phone-ru", "The same on a phone, in Russian", control, who="dispatcher", size=PHONE, language="ru"),
    Shot("movement-kk", "One movement, in Kazakh", MOVEMENT, who="shift.head", size=WIDE, language="kk"),
    Shot("components", "Every component, light beside dark", to("/components/#case"), tallest=1100),
)


def main(names: list[str]) -> None:
    """Take the pictures named, or all of them."""
    from playwright.sync_api import Error, sync_playwright

    notes = Path(os.environ.get("RUN_DIR") or ROOT / ".run") / "demo.json"
    if not notes.exists():
        sys.exit("No demo is running here. Start one with `make demo`, then type `make shots` in another terminal.")
    demo = json.loads(notes.read_text(encoding="utf-8"))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }  # Playwright keeps a loop
    django.setup()
    if chromium_path() is None:
        sys.exit("Install Chromium (package chromium), or name its binary in CHROMIUM.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    left_out = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        for shot in SHOTS:
            if names and shot.name not in names:
                continue
            try:
                take(chromium, shot, demo)
                print(f"docs/pictures/{shot.name}.png")
            except (Error, LookupError) as fault:
                left_out.append(shot.name)
                print(f"{shot.name} could not be taken: {str(fault).splitlines()[0]}", file=sys.stderr)
        chromium.close()
    index()
    if left_out:
        sys.exit("Not taken: " + ", ".join(left_out))


def take(chromium: Any, shot: Shot, demo: dict[str, Any]) -> None:
    """One picture of the whole page, in a browser context of its own."""
    width, height = shot.size
    context = chromium.new_context(
        base_url=demo["base_url"],
        viewport={"width": width, "height": height},
        locale=shot.language,
        timezone_id="Asia/Almaty",
        color_scheme=shot.scheme,
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    try:
        page.goto("/")
        if shot.kind or shot.who:
            sign_in(page, account_of(demo, shot))
        if shot.language != "en":
            page.locator(f"button[name=language][value={shot.language}]").click()
        shot.go(page)
        page.wait_for_load_state("load")
        tall = min(shot.tallest, page.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": width, "height": tall}
        page.screenshot(path=PICTURES / f"{shot.name}.png", full_page=True, clip=clip)
    finally:
        context.close()


def account_of(demo: dict[str, Any], shot: Shot) -> dict[str, Any]:
    """The first account of the demo that fits."""
    for account in demo["accounts"]:
        if shot.who and account["username"] != shot.who:
            continue
        if shot.kind in ("", account["kind"]) and shot.agency in ("", account.get("agency")):
            found: dict[str, Any] = account
            return found
    raise LookupError(f"The demo has no {shot.kind} {shot.agency}".strip())


def sign_in(page: Any, account: dict[str, Any]) -> None:
    """Sign in as a person does."""
    page.goto("/accounts/login/")
    page.fill("[name=login]", account["username"])
    page.fill("[name=password]", account["password"])
    page.locator("main form button[type=submit], main form button").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def index() -> None:
    """Write the list of the pictures that are there."""
    rows = [
        f"| [{shot.name}.png]({shot.name}.png) | {shot.says} |"
        for shot in SHOTS
        if (PICTURES / f"{shot.name}.png").exists()
    ]
    text = (
        "# Pictures\n\nTaken from the demo by `make shots`.\n\n| picture | shows |\n|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )
    (PICTURES / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
