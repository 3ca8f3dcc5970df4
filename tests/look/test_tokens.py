"""Text can be read on its ground and shapes seen on theirs, in both themes (WCAG 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static" / "portal.css").read_text(encoding="utf-8")
LIGHT = ':root,\n[data-bs-theme="light"]'
DARK = '\n  [data-bs-theme="dark"]'
DEVICE_DARK = ":root:not([data-bs-theme])"

TEXT = [
    *((ink, ground) for ink in ("ink", "muted", "link") for ground in ("ground", "surface", "raised", "soft")),
    *((tone, ground) for tone in ("good", "warn", "bad", "info") for ground in (f"{tone}-ground", "surface", "ground")),
    *((ink, "warn-ground") for ink in ("ink", "link")),
    ("bad", "soft"),
    ("warn", "soft"),
    ("ink", "neutral-ground"),
    ("primary-ink", "primary"),
    ("primary-ink", "primary-hover"),
    ("brand-ink", "brand"),
    ("focus-ink", "focus"),
]
SHAPES = [
    ("line-strong", "surface"),
    ("line-strong", "ground"),
    *((shape, ground) for shape in ("green", "yellow", "blue", "red") for ground in ("surface", "soft")),
    ("yellow", "warn-ground"),
    ("error-line", "surface"),
    ("primary", "surface"),
    ("focus", "focus-ink"),
    ("brand-mark", "brand"),
]


def tokens(selector: str) -> dict[str, str]:
    found = re.search(re.escape(selector) + r" \{(.*?)\n\s*\}", CSS, re.DOTALL)
    assert found, selector
    return dict(re.findall(r"--sw-([\w-]+): ([^;]+);", found[1]))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SHAPES, 3.0)], ids=["text", "shapes"])
def test_tokens_contrast(theme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = tokens(theme)
    weak = {(a, b): round(contrast(colours[a], colours[b]), 2) for a, b in pairs}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < least}


def test_the_measure_finds_a_weak_pair() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#b57f00", "#fff2d6") < 4.5


def test_a_dark_device_gets_the_same_tokens_as_the_dark_choice() -> None:
    assert tokens(DEVICE_DARK) == tokens(DARK)


def test_both_themes_define_the_same_tokens() -> None:
    assert set(tokens(LIGHT)) == set(tokens(DARK))


def test_components_take_their_colours_from_tokens() -> None:
    """Outside the tokens only black and white of print, and shadows, are written as colours."""
    rest = CSS[CSS.index("/* Bootstrap's own variables") :]
    written = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", rest))
    assert written <= {"#000", "#fff"}


def test_every_token_used_is_defined() -> None:
    defined = set(re.findall(r"(--sw-[\w-]+):", CSS))
    assert set(re.findall(r"var\((--sw-[\w-]+)\)", CSS)) <= defined
