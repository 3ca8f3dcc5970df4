"""Contact sheets: pictures of pages side by side, cut where a page is long, to be looked at many at a time."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Grid:
    """How pictures of one window width are laid out, in pixels of the sheet."""

    columns: int
    rows: int
    wide: int
    high: int


GRIDS = {1280: Grid(3, 2, 640, 760), 390: Grid(6, 2, 310, 760)}


def write(chromium: Any, pictures: list[Path], width: int, folder: Path, name: str) -> list[Path]:
    """Write the sheets of these pictures, all taken in a window of one width."""
    grid = GRIDS[width]
    tiles = [tile for picture in pictures for tile in _tiles(picture, grid)]
    most = grid.columns * grid.rows
    context = chromium.new_context(viewport={"width": grid.columns * (grid.wide + 8) + 8, "height": 800})
    page = context.new_page()
    written = []
    for number, start in enumerate(range(0, len(tiles), most), 1):
        source = folder / f"{name}-{number:02}.html"
        source.write_text(_html(tiles[start : start + most], grid), encoding="utf-8")
        page.goto(source.resolve().as_uri())
        page.screenshot(path=source.with_suffix(".png"), full_page=True)
        source.unlink()
        written.append(source.with_suffix(".png"))
    context.close()
    return written


def _tiles(picture: Path, grid: Grid) -> Iterator[str]:
    """The pieces of one picture, each as high as a tile of the sheet."""
    wide, high = struct.unpack(">II", picture.read_bytes()[16:24])  # where a PNG says its size
    shown = round(high * grid.wide / wide)
    pieces = -(-shown // grid.high)
    for piece in range(pieces):
        title = picture.stem + (f" {piece + 1}/{pieces}" if pieces > 1 else "")
        yield (
            f"<figure><figcaption>{escape(title)}</figcaption>"
            f'<div><img src="{picture.resolve().as_uri()}" style="margin-top:-{piece * grid.high}px"></div></figure>'
        )


def _html(tiles: list[str], grid: Grid) -> str:
    style = (
        f"body{{margin:4px;display:grid;grid-template-columns:repeat({grid.columns},{grid.wide}px);gap:8px;background:#777}}"
        f"figure{{margin:0}}figcaption{{font:bold 14px sans-serif;background:#ff8;padding:1px 4px}}"
        f"div{{height:{grid.high}px;overflow:hidden}}img{{width:{grid.wide}px;display:block}}"
    )
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{''.join(tiles)}"
