"""Two ways to use a page: with a mouse, and with nothing but a keyboard."""

from __future__ import annotations

from typing import Any

MOST_TABS = 250
ACTIVE = "() => { const e = document.activeElement; return [e.tagName, e.name || '', e.value || '', e.innerText || '', e.id || '']; }"


class Mouse:
    """Points and types; works with and without JavaScript."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def type(self, name: str, text: str) -> None:
        self.page.locator(f"main [name={name}]").first.fill(text)

    def choose(self, name: str, value: str, words: str) -> None:
        self.page.locator(f"main [name={name}]").first.select_option(value)

    def tick(self, name: str, value: str) -> None:
        self.page.locator(f"main [name={name}][value={value}]").check()

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str) -> None:
        self.page.locator("main").get_by_role("link", name=words, exact=True).click()


class Keyboard(Mouse):
    """Tab, letters, space and Enter only."""

    def reach(self, what: str, fits: Any) -> None:
        """Tab until the focus is where it should be."""
        for _ in range(MOST_TABS):
            if fits(*self.page.evaluate(ACTIVE)):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{what} cannot be reached by Tab on {self.page.url}")

    def type(self, name: str, text: str) -> None:
        self.reach(name, lambda _tag, at, *_more: at == name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, value: str, words: str) -> None:
        self.reach(name, lambda _tag, at, *_more: at == name)
        self.page.keyboard.type(words)
        assert self.page.evaluate(ACTIVE)[2] == value, (name, words)

    def tick(self, name: str, value: str) -> None:
        self.reach(name, lambda _tag, at, *_more: at == name)
        for _ in range(20):
            if self.page.evaluate(ACTIVE)[2] == value:
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")

    def press(self, words: str) -> None:
        self.reach(words, lambda tag, _name, _value, text, _id: tag == "BUTTON" and text.strip() == words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, words: str) -> None:
        self.reach(words, lambda tag, _name, _value, text, _id: tag == "A" and text.strip() == words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
