"""A pytest plugin (`-p tests.browser`): Chromium for tests, accessibility checks, a site that really serves.

Fixtures: `site` (with data: the test commits), `plain_site` (pages that read no data), `browser_page`, `nojs`, `phone`,
`open_page(**context)`, `signed_in(user, page, site)`, `axe(page)`, `no_csp_errors`. Without Chromium they skip.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from pytest_django.live_server_helper import LiveServer

AXE = Path(__file__).parent / "look" / "vendor" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CONTRAST = """async () => {
  const found = await axe.run(document, {runOnly: {type: "rule", values: ["color-contrast"]}, resultTypes: ["violations"]});
  return found.violations.flatMap((fault) => fault.nodes.map((node) => node.target));
}"""
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}

Opener = Callable[..., Any]


def pytest_configure(config: pytest.Config) -> None:
    """Serve assets as they lie in the repository: tests run from a clean checkout, where nothing was collected."""
    override_settings(
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
    ).enable()


def chromium_path() -> str | None:
    """Where Chromium is: the variable CHROMIUM, or the usual names on the path; without its window it is quicker."""
    named = os.environ.get("CHROMIUM", "")
    usual = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = (shutil.which(name) for name in (named, *usual) if name)
    return next((path for path in found if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the whole run."""
    path = chromium_path()
    if path is None:
        pytest.skip("Browser tests need Chromium: install the package chromium, or name its binary in CHROMIUM.")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def plain_site() -> Iterator[str]:
    """The address of the site, served without a database, for pages that read no data."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def plain_cookies(settings: Any) -> None:
    """Cookies as a browser takes them over plain HTTP; production's own names ask for HTTPS."""
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "csrf"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = False


@pytest.fixture
def site(live_server: LiveServer, plain_cookies: None) -> str:
    """The address of the site, served with this test's database; what the test writes is committed."""
    return live_server.url


@pytest.fixture
def said() -> list[str]:
    """What the browser complained of in this test: script errors and refusals of the content policy."""
    return []


@pytest.fixture
def open_page(browser: Any, said: list[str]) -> Iterator[Opener]:
    """Open a page in a context of its own: `open_page(viewport=…, locale="ru", color_scheme="dark")`."""
    contexts: list[Any] = []

    def open_one(**options: Any) -> Any:
        defaults = {"viewport": DESK, "locale": "en-GB", "timezone_id": "Asia/Almaty", "reduced_motion": "reduce"}
        context = browser.new_context(**{**defaults, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(f"script error: {error}"))
        page.on("console", lambda line: said.append(line.text) if "Content Security Policy" in line.text else None)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def browser_page(open_page: Opener) -> Any:
    """A page in a window of 1280 by 900, in English, light."""
    return open_page()


@pytest.fixture
def nojs(open_page: Opener) -> Any:
    """A page in a browser without JavaScript."""
    return open_page(java_script_enabled=False)


@pytest.fixture
def phone(open_page: Opener) -> Any:
    """A page in a window of 320 by 640, which is also what 400 % zoom gives."""
    return open_page(viewport=PHONE, has_touch=True)


@pytest.fixture
def signed_in() -> Callable[[Any, Any, str], Any]:
    """Sign a person in without the sign-in page: `signed_in(user, page, site)` gives the page back."""

    def sign_in(user: Any, page: Any, site: str) -> Any:
        client = Client()
        client.force_login(user)
        kept = [{"name": morsel.key, "value": morsel.value, "url": site} for morsel in client.cookies.values()]
        page.context.add_cookies(kept)
        return page

    return sign_in


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """Fail on any violation of WCAG 2.2 AA or good practice that axe finds: `axe(page)`."""

    def check(page: Any) -> None:
        page.evaluate(AXE.read_text(encoding="utf-8"))  # not a script tag: the content policy would refuse it
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_TAGS
        )
        lines = [
            f"{fault['id']} ({fault['impact']}): {fault['help']} {[node['target'] for node in fault['nodes']][:5]}"
            for fault in found["violations"]
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check


@pytest.fixture
def no_csp_errors(said: list[str]) -> Iterator[None]:
    """Fail at the end if a page broke the content policy or a script failed."""
    yield
    assert not said


def pale_in_the_dark(page: Any) -> list[Any]:
    """What has too little contrast in dark colours, on a page that axe looked at in light ones: nothing else differs."""
    page.emulate_media(color_scheme="dark")
    found: list[Any] = page.evaluate(CONTRAST)
    page.emulate_media(color_scheme="light")
    return found


def sideways(page: Any) -> list[str]:
    """What makes a page scroll sideways: empty when nothing does. Regions that scroll by themselves are left out."""
    return page.evaluate(
        """() => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          return [...document.querySelectorAll("body *")]
            .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1)
            .filter((e) => !e.closest(".sw-scroll, .sw-nav, .sw-tabs, pre"))
            .slice(0, 8).map((e) => `${e.tagName}.${e.getAttribute("class") || ""}`)
            .concat([`page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`]);
        }"""
    )
